"""What is known of a challenge's mutants after they were judged."""

from dataclasses import dataclass
from enum import StrEnum

from codeeval_gym.challenges.mutation._mutant import Mutant
from codeeval_gym.types import CallTest

__all__ = ["Fate", "MutantRecord", "MutationScore"]


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    """A test rejects it."""
    SURVIVED = "survived"
    """Every test accepts it, and it is wrong, or nothing could be found out about that."""
    EQUIVALENT_SUSPECTED = "equivalent_suspected"
    """Every test accepts it, and so does every other input that was tried."""
    INVALID = "invalid"
    """It does not compile."""


@dataclass(frozen=True)
class MutantRecord:
    """One mutant and what became of it."""

    mutant: Mutant
    """Which."""
    fate: Fate
    """What became of it."""
    killers: tuple[int, ...] = ()
    """Indices of the tests that certainly kill it: those behind a crash had no say."""
    witness: CallTest | None = None
    """For a survivor, a call that tells it from the reference; ``None`` if none was found."""


@dataclass(frozen=True)
class MutationScore:
    """What became of the mutants of one challenge's reference."""

    challenge_id: str
    """Which challenge."""
    language: str
    """Which of its references."""
    records: tuple[MutantRecord, ...]
    """All mutants judged, in the order of the program."""
    builds: int = 0
    """Programs that had to be judged as a text of their own."""

    def with_fate(self, fate: Fate) -> tuple[Mutant, ...]:
        """The mutants to which that happened."""
        return tuple(record.mutant for record in self.records if record.fate is fate)

    @property
    def killed(self) -> tuple[Mutant, ...]:
        """Those that a test rejects."""
        return self.with_fate(Fate.KILLED)

    @property
    def survived(self) -> tuple[Mutant, ...]:
        """Those that no test rejects although they are wrong, as far as could be found out."""
        return self.with_fate(Fate.SURVIVED)

    @property
    def equivalent_suspected(self) -> tuple[Mutant, ...]:
        """Those that nothing told from the reference."""
        return self.with_fate(Fate.EQUIVALENT_SUSPECTED)

    @property
    def invalid(self) -> tuple[Mutant, ...]:
        """Those that do not compile; they count for nothing."""
        return self.with_fate(Fate.INVALID)

    @property
    def share(self) -> float | None:
        """Killed of those that are not suspected to be equivalent; ``None`` if there are none."""
        return _share(len(self.killed), len(self.survived))

    @property
    def raw_share(self) -> float | None:
        """Killed of all that compile; ``None`` if there are none."""
        return _share(len(self.killed), len(self.survived) + len(self.equivalent_suspected))

    @property
    def witnesses(self) -> tuple[CallTest, ...]:
        """Tests that would kill survivors, each once."""
        found = {repr(item.witness): item.witness for item in self.records if item.witness}
        return tuple(found.values())


def _share(killed: int, alive: int) -> float | None:
    return killed / (killed + alive) if killed + alive else None
