"""How strictly the gate looks."""

from collections.abc import Collection
from dataclasses import dataclass, field

from codeeval_gym.challenges.gate.findings import REFUSED, Kind
from codeeval_gym.types import Limits

__all__ = ["GateSettings"]


@dataclass(frozen=True)
class GateSettings:
    """How strictly the gate looks.

    Raises:
        ValueError: If a count is negative, there is no run, or a share is not above 0 and at
            most 1.
    """

    runs: int = 10
    """Times that each reference has to pass, each with another hash seed and time zone."""
    at_once: int = 4
    """Of these, how many run at one time: a reference has to pass on a busy machine, too."""
    trivial: bool = True
    """Try programs without merit."""
    mutants: int | None = 40
    """Programs with a small fault tried for each reference; ``None`` means all, 0 none."""
    killed_share: float = 0.8
    """Share of these that tests must reject, those aside that are suspected to be right."""
    killed_share_of_all: float = 0.5
    """Share of all that compile: tests that try little make much look right."""
    inputs: int = 64
    """Other inputs tried on those that pass, to find out whether they are right."""
    time_share: float = 0.25
    """Share of the CPU limit that a reference may need."""
    limits: Limits = field(default_factory=Limits)
    """Of challenges that have none of their own."""
    languages: Collection[str] | None = None
    """Languages to look at; ``None`` means those of the challenge."""
    refused: frozenset[Kind] = REFUSED
    """Findings that speak against a challenge."""
    seed: int = 0
    """Of all that is drawn."""

    def __post_init__(self) -> None:
        counts = (self.runs - 1, self.at_once - 1, self.mutants or 0, self.inputs)
        if min(counts) < 0:
            raise ValueError(f"The gate needs at least one run, and no negative count: {self}.")
        shares = (self.killed_share, self.killed_share_of_all, self.time_share)
        if not all(0 < share <= 1 for share in shares):
            raise ValueError(f"A share is above 0 and at most 1: {self}.")
