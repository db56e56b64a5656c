"""A term that pays for how far the program was on the right way."""

from dataclasses import dataclass
from typing import ClassVar

from codeeval_gym.rewards._terms import RewardContext, terms
from codeeval_gym.types import Evaluation

__all__ = ["Process"]


@terms.register("process")
@dataclass(frozen=True)
class Process:
    """The share of lines in the longest prefix that can still be completed to a right program.

    Empty lines and comments do not count, and lines of which the labeller's budget left nothing
    known count as not completable. Lines that do nothing can be completed, too: a policy that is
    paid for this alone learns to write many of them, so it stands beside ``tests``, never alone.

    Ning Dai et al., "Process Supervision-Guided Policy Optimization for Code Generation",
    arXiv 2410.17621, section 3.2; that the model of such a reward can be hacked is theirs, too.
    """

    name: ClassVar[str] = "process"
    needs: ClassVar[frozenset[str]] = frozenset({"process"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``process``; a program without a line earns 0."""
        report = evaluation.process
        return None if report is None else report.share or 0.0
