"""From records of judged programs to statements with intervals."""

from codeeval_gym.analysis.passing import Interval, PassReport, paired_difference, pass_report

__all__ = ["Interval", "PassReport", "paired_difference", "pass_report"]
