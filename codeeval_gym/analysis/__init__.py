"""From records of judged programs to statements with intervals."""

from codeeval_gym.analysis.passing import (
    Interval,
    PassReport,
    Tally,
    paired_difference,
    pass_at_k,
    pass_report,
)

__all__ = [
    "Interval",
    "PassReport",
    "Tally",
    "paired_difference",
    "pass_at_k",
    "pass_report",
]
