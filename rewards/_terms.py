"""What a reward is made of: pure functions of one evaluation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from codeeval_gym.registry import Registry
from codeeval_gym.types import Challenge, Evaluation

__all__ = [
    "AllTests",
    "Efficiency",
    "Execution",
    "Quality",
    "RewardContext",
    "RewardTerm",
    "Syntax",
    "Tests",
    "terms",
]


@dataclass(frozen=True)
class RewardContext:
    """What a term may know beside the evaluation."""

    challenge: Challenge | None = None
    """The challenge, hidden tests included; ``None`` when only a stored record is at hand."""
    turn: int = 0
    """Turns taken before this program."""
    max_turns: int = 1
    """Turns the episode has."""
    siblings: tuple[Evaluation, ...] = ()
    """The other programs of its group: same challenge, judged together. Empty where there is no
    group, as in a single environment."""
    step: int = 0
    """Training steps taken so far; schedules of weights go by it."""


class RewardTerm(Protocol):
    """Scores one aspect of a program; :func:`codeeval_gym.testing.check_reward` checks one."""

    @property
    def name(self) -> str:
        """The name it is registered under."""

    @property
    def needs(self) -> frozenset[str]:
        """The parts of an :class:`~codeeval_gym.types.Evaluation` it reads, e.g. ``tests``."""

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score one evaluation. Pure: the same arguments give the same value.

        Args:
            evaluation: The judge's record; a part in :attr:`needs` may still be ``None``.
            context: What else is known.

        Returns:
            0 to 1, higher is better; ``None`` if the term does not apply, which is not 0: the
            model leaves the term out and shares its weight among the others.
        """


terms: Registry[Callable[..., RewardTerm]] = Registry("reward term", group="codeeval_gym.rewards")
"""Name to what builds the term, usually its class; its options, if it has any, have defaults."""


@terms.register("syntax")
@dataclass(frozen=True)
class Syntax:
    """1 for a program that compiles; else at most one half, less the more of the text is wrong.

    The half keeps a gap between almost compiling and compiling, so that a policy cannot settle
    for texts that are right but for one token.
    """

    name: ClassVar[str] = "syntax"
    needs: ClassVar[frozenset[str]] = frozenset({"syntax"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``syntax``: ``(1 - error_ratio) / 2`` unless the program is valid."""
        report = evaluation.syntax
        if report is None:
            return None
        return 1.0 if report.valid else (1.0 - report.error_ratio) / 2


@terms.register("execution")
@dataclass(frozen=True)
class Execution:
    """1 for a program that ran to its end, right or wrong; 0 for an error or a limit."""

    name: ClassVar[str] = "execution"
    needs: ClassVar[frozenset[str]] = frozenset({"execution"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``execution``."""
        report = evaluation.execution
        return None if report is None else float(report.ok)


@terms.register("tests")
@dataclass(frozen=True)
class Tests:
    """The share of hidden tests accepted; of all tests where none is hidden.

    Never above the share of all tests accepted: a program that fails a public test is wrong, and
    a wrong program is not paid in full. Passing public tests alone pays nothing.
    """

    name: ClassVar[str] = "tests"
    needs: ClassVar[frozenset[str]] = frozenset({"tests"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``tests``; ``None`` without tests."""
        report = evaluation.tests
        overall = None if report is None else report.fraction
        if report is None or overall is None:
            return None
        hidden = report.select(public=False).fraction
        return overall if hidden is None else min(hidden, overall)


@terms.register("tests_all")
@dataclass(frozen=True)
class AllTests:
    """1 for a program that passes every test, public and hidden; else 0."""

    name: ClassVar[str] = "tests_all"
    needs: ClassVar[frozenset[str]] = frozenset({"tests"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``tests``; ``None`` without tests."""
        report = evaluation.tests
        return float(report.all_passed) if report is not None and len(report) else None


@terms.register("quality")
@dataclass(frozen=True)
class Quality:
    """What analysers say of style, complexity and security.

    It says nothing of right or wrong: in a model it is gated by ``tests``.
    """

    name: ClassVar[str] = "quality"
    needs: ClassVar[frozenset[str]] = frozenset({"quality"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``quality``: its own score."""
        return None if evaluation.quality is None else evaluation.quality.score


@terms.register("efficiency")
@dataclass(frozen=True)
class Efficiency:
    """Time and space against the challenge's references, on the same host.

    A program that is not accepted scores 0. Where a challenge has nothing to compare with, the term
    applies to no program of it: otherwise a wrong one could gain by its being left out. In a model
    it is gated by ``tests``.
    """

    name: ClassVar[str] = "efficiency"
    needs: ClassVar[frozenset[str]] = frozenset({"efficiency"})

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the part ``efficiency``: its own score."""
        return None if evaluation.efficiency is None else evaluation.efficiency.score
