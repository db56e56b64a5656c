"""What the tests of the hand-made library leave alive of its Python references' mutants."""

from dataclasses import dataclass

from codeeval_gym.challenges import library
from codeeval_gym.challenges.mutation import Fate, MutantRecord, score
from codeeval_gym.evaluation import EvaluationEngine

__all__ = ["MutantCount", "count_mutants"]


@dataclass(frozen=True)
class MutantCount:
    """What became of the mutants of one reference."""

    killed: int
    """How many a test rejects."""
    alive: tuple[str, ...]
    """Those that no test rejects and nobody has found to be equivalent."""
    equivalent: tuple[str, ...]
    """Those that no test rejects, each with a reason in ``equivalent_mutants``."""
    stale: tuple[str, ...]
    """Reasons for what is no mutant, or one that is killed."""

    @property
    def share(self) -> float:
        """Killed of those that are not equivalent, 0 to 1."""
        total = self.killed + len(self.alive)
        return self.killed / total if total else 1.0


def count_mutants(entry: library.Entry, engine: EvaluationEngine) -> MutantCount:
    """Judge every mutant of an entry's Python reference.

    Args:
        entry: Its references must pass.
        engine: Judges.

    Raises:
        ChallengeError: If the reference does not pass.
        SandboxError: If the sandbox failed.
    """
    found = score(entry.challenge, "python", engine)
    left = [it for it in found.records if it.fate in (Fate.SURVIVED, Fate.EQUIVALENT_SUSPECTED)]
    excused = {str(it.mutant) for it in left} & entry.equivalent_mutants.keys()
    return MutantCount(
        killed=len(found.killed),
        alive=tuple(_told(it) for it in left if str(it.mutant) not in excused),
        equivalent=tuple(sorted(excused)),
        stale=tuple(sorted(entry.equivalent_mutants.keys() - excused)),
    )


def _told(record: MutantRecord) -> str:
    if record.witness is None:
        return f"{record.mutant}"
    args = ", ".join(map(repr, record.witness.args))
    return (
        f"{record.mutant}; not so for ({args:.160}), where {record.witness.expected!r:.40} is right"
    )
