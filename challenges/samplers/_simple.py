"""Samplers that know little: all alike, or tier by tier."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.samplers._sampler import Result, samplers

__all__ = ["TierSchedule", "Uniform"]


@samplers.register("uniform")
class Uniform:
    """Every challenge is equally likely, whatever became of it.

    Args:
        dataset: What is drawn from.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._count = len(dataset)

    def draw(self, rng: Generator) -> int:
        """The place of a challenge."""
        return int(rng.integers(self._count))

    def update(self, results: Sequence[Result]) -> None:
        """Nothing is learnt."""

    def state(self) -> Mapping[str, Any]:
        """Nothing."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Nothing."""


@samplers.register("tiers")
class TierSchedule:
    """The lowest tier first; the next one opens when the highest open one is mastered.

    Args:
        dataset: What is drawn from.
        mastered: Share of passed episodes, 0 to 1, at which the next tier opens.
        window: So many last episodes of the highest open tier are looked at.
        newest: Share of draws, 0 to 1, that go to the highest open tier; the rest is shared
            equally by the tiers below it.

    Raises:
        ValueError: If a setting cannot be.
    """

    def __init__(
        self, dataset: Dataset, *, mastered: float = 0.6, window: int = 64, newest: float = 0.5
    ) -> None:
        if not (0 <= mastered <= 1 and 0 <= newest <= 1 and window >= 1):
            raise ValueError(
                f"mastered and newest are shares and window at least 1, not {mastered}, {newest} "
                f"and {window}."
            )
        self._mastered = mastered
        self._window = window
        self._newest = newest
        self._tiers = np.asarray(dataset.tiers)
        self._present: list[int] = np.unique(self._tiers).tolist()
        self._places = {tier: np.flatnonzero(self._tiers == tier) for tier in self._present}
        self._open = 1
        self._recent: list[bool] = []

    @property
    def open_tiers(self) -> tuple[int, ...]:
        """Tiers that are drawn from, the lowest first."""
        return tuple(self._present[: self._open])

    def draw(self, rng: Generator) -> int:
        """The place of a challenge."""
        *lower, highest = self.open_tiers
        tier = highest
        if lower and rng.random() >= self._newest:
            tier = lower[int(rng.integers(len(lower)))]
        places = self._places[tier]
        return int(places[int(rng.integers(len(places)))])

    def update(self, results: Sequence[Result]) -> None:
        """Learn how episodes ended; those of other tiers than the highest open one do not count."""
        for result in results:
            if self._tiers[result.place] == self.open_tiers[-1]:
                self._recent = [*self._recent, result.passed][-self._window :]
                self._open_next()

    def _open_next(self) -> None:
        full = len(self._recent) == self._window
        mastered = full and sum(self._recent) >= self._mastered * self._window
        if mastered and self._open < len(self._present):
            self._open += 1
            self._recent = []

    def state(self) -> Mapping[str, Any]:
        """Which tiers are open, and how the last episodes of the highest ended."""
        return {"open": self._open, "recent": [int(passed) for passed in self._recent]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from there."""
        self._open = int(state["open"])
        self._recent = [bool(passed) for passed in state["recent"]]
