"""From records of judged programs to statements with intervals."""

from codeeval_gym.analysis.passing import (
    Interval,
    PassReport,
    Tally,
    paired_difference,
    pass_at_k,
    pass_report,
)
from codeeval_gym.analysis.rescoring import (
    Rescored,
    RewardSummary,
    TermSummary,
    ablations,
    compare,
    record_files,
    rescore,
    summarise,
)

__all__ = [
    "Interval",
    "PassReport",
    "Rescored",
    "RewardSummary",
    "Tally",
    "TermSummary",
    "ablations",
    "compare",
    "paired_difference",
    "pass_at_k",
    "pass_report",
    "record_files",
    "rescore",
    "summarise",
]
