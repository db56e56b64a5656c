"""What the gate can find about a challenge, and what it found."""

from dataclasses import dataclass
from enum import StrEnum

from codeeval_gym.challenges.mutation import MutationScore

__all__ = ["REFUSED", "Finding", "GateReport", "Kind"]


class Kind(StrEnum):
    """What may be wrong with a challenge."""

    NO_TESTS = "no_tests"
    """There is nothing to judge by."""
    NO_REFERENCE = "no_reference"
    """Nothing shows that it can be solved."""
    CONTRADICTORY_TESTS = "contradictory_tests"
    """Two tests ask for different answers to the same input."""
    FAILING_REFERENCE = "failing_reference"
    """A reference fails every time."""
    FLAKY_REFERENCE = "flaky_reference"
    """A reference passes at one time and fails at another."""
    SLOW_REFERENCE = "slow_reference"
    """A reference needs too much of what the limits allow."""
    UNREPORTED_TEST = "unreported_test"
    """A test has no result."""
    VACUOUS = "vacuous"
    """A program without merit passes."""
    WEAK_TESTS = "weak_tests"
    """Too many programs with a small fault pass."""
    IDLE_TEST = "idle_test"
    """A test rejects no program with a fault, or is there twice."""
    UNSEEDED_RANDOM = "unseeded_random"
    """Test code draws random inputs and does not say from which seed."""
    KNOWN_DEFECT = "known_defect"
    """The record itself says what is wrong with it."""


REFUSED = frozenset(Kind) - {Kind.IDLE_TEST, Kind.UNSEEDED_RANDOM, Kind.KNOWN_DEFECT}
"""What speaks against a challenge unless one says otherwise; the rest is told, and no more."""


@dataclass(frozen=True)
class Finding:
    """One thing that was found."""

    kind: Kind
    """What it is, for programs to read."""
    sentence: str
    """What it is, for people to read."""
    language: str = ""
    """The language it is about; empty if all."""

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class GateReport:
    """All that the gate found about one challenge."""

    challenge_id: str
    """Which challenge."""
    findings: tuple[Finding, ...] = ()
    """All that was found, also what does not speak against the challenge."""
    refused: frozenset[Kind] = REFUSED
    """What does."""
    scores: tuple[MutationScore, ...] = ()
    """How many mutants die, for each language that was looked at."""

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why the challenge must not be used; empty if it may be."""
        return tuple(item for item in self.findings if item.kind in self.refused)

    @property
    def admitted(self) -> bool:
        """True when nothing speaks against the challenge; otherwise it is quarantined."""
        return not self.reasons

    @property
    def mutation_share(self) -> float | None:
        """The lowest share of mutants killed, over the languages; ``None`` if not measured."""
        shares = [score.share for score in self.scores if score.share is not None]
        return min(shares, default=None)
