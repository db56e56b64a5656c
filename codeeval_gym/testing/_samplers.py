"""Does a sampler keep the contract? And one that draws what it is told."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.samplers import Result, Sampler
from codeeval_gym.testing._check import CheckError
from codeeval_gym.types import Challenge, Rights

__all__ = ["FakeSampler", "check_sampler"]

_ROUNDS = 12
_GROUP = 8


class FakeSampler:
    """Draws what it is told and remembers what it is told.

    Args:
        places: Places in the dataset. The first is drawn until an update, then the second, and so
            on; after the last comes the first.
    """

    def __init__(self, places: Sequence[int] = (0,)) -> None:
        self.places = tuple(places)
        self.updates: list[tuple[Result, ...]] = []
        """What it was told, one item for each update."""

    def draw(self, rng: Generator) -> int:
        """The place whose turn it is."""
        return self.places[len(self.updates) % len(self.places)]

    def update(self, results: Sequence[Result]) -> None:
        """Note them."""
        self.updates.append(tuple(results))

    def state(self) -> Mapping[str, Any]:
        """All it was told."""
        told = [[[item.place, item.passed] for item in update] for update in self.updates]
        return {"updates": told}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Remember that instead."""
        self.updates = [
            tuple(Result(place, passed) for place, passed in update) for update in state["updates"]
        ]


def check_sampler(make: Callable[[Dataset], Sampler]) -> None:
    """Check a sampler on a small dataset, with a policy that solves some challenges sometimes.

    Checked are that every draw is the place of a challenge; that a draw changes nothing but the
    generator, so that equal generators draw equal challenges until the next update; that the
    generator is the only source of chance, before and after any results; and that what
    ``state`` gives can be written as JSON and brings a new sampler to exactly the same draws.

    Args:
        make: Makes a new sampler of a dataset.

    Raises:
        CheckError: If a check fails.
    """
    dataset = _dataset()
    first, second = make(dataset), make(dataset)
    policy = np.random.default_rng(0)
    for turn in range(_ROUNDS):
        places = _draws(first, dataset, turn)
        if _draws(first, dataset, turn) != places:
            raise CheckError(
                f"A draw changed the sampler: drawn again, {places} is something else."
            )
        if _draws(second, dataset, turn) != places:
            raise CheckError(
                "Two samplers with equal generators and results draw different places."
            )
        results = [
            Result(place, bool(policy.random() < place / len(dataset)))
            for place in places
            for _ in range(_GROUP)
        ]
        first.update(results)
        second.update(results)
        _check_state(first, make(dataset), dataset, results)


def _check_state(
    sampler: Sampler, other: Sampler, dataset: Dataset, results: Sequence[Result]
) -> None:
    try:
        state = json.loads(json.dumps(sampler.state(), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise CheckError(f"Its state cannot be written as JSON: {error}") from error
    other.restore(state)
    if json.loads(json.dumps(other.state())) != state:
        raise CheckError("A sampler that was restored has another state.")
    if _draws(other, dataset, 99) != _draws(sampler, dataset, 99):
        raise CheckError("A sampler that was restored draws something else.")
    again = type(other).__name__
    other.update(results)  # must not reach into the one that the state is from
    if json.loads(json.dumps(sampler.state())) != state:
        raise CheckError(f"Two samplers of type {again} share what they have learnt.")


def _draws(sampler: Sampler, dataset: Dataset, seed: int) -> list[int]:
    before = np.random.get_state()[1].tolist()  # type: ignore[index]
    places = [sampler.draw(np.random.default_rng([seed, number])) for number in range(_ROUNDS)]
    if np.random.get_state()[1].tolist() != before:  # type: ignore[index]
        raise CheckError("It uses NumPy's global generator; all chance must come from rng.")
    for place in places:
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(dataset):
            raise CheckError(f"It drew {place!r}, which is no place from 0 to {len(dataset) - 1}.")
    return places


def _dataset() -> Dataset:
    challenges = [
        Challenge(
            id=f"drawn/{number}",
            title=f"challenge {number}",
            prompt="",
            category=("lists", "strings")[number % 2],
            tier=1 + number * 5 // 40,
            rights=Rights(train_allowed=True),
            family=f"drawn/family-{number % 7}" if number % 3 else "",
        )
        for number in range(40)
    ]
    return Dataset.of(challenges, name="drawn")
