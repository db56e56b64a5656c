"""What a run found, kept and left, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from codeeval_gym.challenges.generation.data import Origin, Skip
from codeeval_gym.challenges.generation.drafting import Kept

__all__ = ["Report"]


@dataclass(frozen=True)
class Report:
    """The outcome of one run."""

    origin: Origin
    """The code base."""
    kept: tuple[Kept, ...]
    """Challenges, in the order of the code."""
    skipped: tuple[Skip, ...]
    """Everything else, in the same order."""
    candidates: int
    """Functions that were tried: those that could be cut out."""
    seconds: float
    """Wall time of the run, in seconds."""

    @property
    def found(self) -> int:
        """Functions, methods and files that were looked at."""
        return len(self.kept) + len(self.skipped)

    @property
    def reasons(self) -> dict[str, int]:
        """Why things were left, and how often, the most frequent first."""
        return dict(Counter(skip.reason for skip in self.skipped).most_common())

    @property
    def median_score(self) -> float | None:
        """Median mutation score of the challenges; ``None`` if there are none."""
        scores = [item.record["mutation_score"] for item in self.kept]
        return median(scores) if scores else None

    def to_dict(self, *, records: bool = True) -> dict[str, Any]:
        """The report as plain data.

        Args:
            records: With what is known of every challenge, and every skip by name.
        """
        tiers = Counter(str(item.challenge.tier) for item in self.kept)
        plain: dict[str, Any] = {
            "name": self.origin.name,
            "version": self.origin.version,
            "commit": self.origin.commit,
            "licence": self.origin.licence,
            "found": self.found,
            "candidates": self.candidates,
            "kept": len(self.kept),
            "median_mutation_score": self.median_score,
            "tiers": dict(sorted(tiers.items())),
            "skipped": self.reasons,
        }
        if records:
            plain["challenges"] = [item.record for item in self.kept]
            plain["skips"] = [_row(skip) for skip in self.skipped]
        return plain


def _row(skip: Skip) -> Sequence[str]:
    return [skip.subject, skip.reason, skip.detail]
