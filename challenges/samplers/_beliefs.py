"""What is believed of the pass rate of each challenge: a beta distribution, and its history."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.errors import ConfigError

__all__ = ["Beliefs"]

_ARRAYS = ("passed", "tried", "last", "streak")


class Beliefs:
    """Pass rates, learnt from results that fade as the policy changes.

    A challenge that has not been tried is believed to be like its family, and a family like the
    whole dataset.

    Args:
        dataset: The challenges.
        memory: A result that is so many results of its challenge old counts e times less.
        prior: What family or dataset say counts as much as so many results of the challenge.
    """

    def __init__(self, dataset: Dataset, *, memory: float, prior: float) -> None:
        count = len(dataset)
        self._ids = dataset.ids
        self._families = np.unique(dataset.families, return_inverse=True)[1]
        self._sizes = np.bincount(self._families, minlength=1)
        self._keep = float(np.exp(-1.0 / memory))
        self._prior = prior
        self.clock = 0
        self.passed = np.zeros(count)
        self.tried = np.zeros(count)
        self.last = np.zeros(count, np.int64)
        """When each was tried last, by the clock, which counts results."""
        self.streak = np.zeros(count, np.int64)
        """Results of the same kind in a row: how many passed, or, below zero, how many failed."""

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Which challenges have been tried."""
        return self.tried > 0

    @property
    def sizes(self) -> NDArray[np.float64]:
        """How many challenges are in each one's family."""
        return self._sizes[self._families].astype(np.float64)

    def add(self, place: int, passed: bool) -> None:
        """Learn a result."""
        self.clock += 1
        self.passed[place] = self.passed[place] * self._keep + passed
        self.tried[place] = self.tried[place] * self._keep + 1
        self.last[place] = self.clock
        streak = int(self.streak[place])
        self.streak[place] = max(streak, 0) + 1 if passed else min(streak, 0) - 1

    def beta(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The two parameters of each challenge's beta distribution."""
        # Challenges count alike, however often each was drawn: those that are drawn most are not
        # like those that have not been tried.
        known = self.tried / (self.tried + self._prior)
        passing = known * self.passed / np.maximum(self.tried, 1e-12)
        whole = (passing.sum() + 0.5) / (known.sum() + 1.0)
        passed = np.bincount(self._families, passing)
        tried = np.bincount(self._families, known)
        family = (passed + self._prior * whole) / (tried + self._prior)
        family[self._sizes == 1] = whole  # or what one challenge did would count twice
        mean = family[self._families]
        return (
            self.passed + self._prior * mean,
            self.tried - self.passed + self._prior * (1 - mean),
        )

    def staleness(self) -> NDArray[np.float64]:
        """For each challenge that has been tried the results since then; 0 for the others."""
        return np.where(self.seen, self.clock - self.last, 0).astype(np.float64)

    def state(self) -> dict[str, Any]:
        """All that was learnt, by id."""
        places = np.flatnonzero(self.seen).tolist()
        columns = {name: getattr(self, name)[places].tolist() for name in _ARRAYS}
        return {"clock": self.clock, "ids": [self._ids[place] for place in places], **columns}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from there.

        Raises:
            ConfigError: If it speaks of a challenge that is not in the dataset.
        """
        known = {challenge_id: place for place, challenge_id in enumerate(self._ids)}
        if missing := [item for item in state["ids"] if item not in known]:
            raise ConfigError(
                f"The sampler's state speaks of {missing[0]!r}, which is not in this dataset."
            )
        places = [known[item] for item in state["ids"]]
        self.clock = int(state["clock"])
        for name in _ARRAYS:
            array = getattr(self, name)
            array[:] = 0
            array[places] = state[name]
