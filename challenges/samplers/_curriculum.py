"""A sampler at work in an environment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from numpy.random import Generator

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.samplers._sampler import Result, Sampler
from codeeval_gym.challenges.storage import PassRate
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge

__all__ = ["Curriculum"]


class Curriculum:
    """Draws challenges, tells the sampler how episodes end, and counts what passed.

    Args:
        dataset: What is drawn from.
        sampler: What decides.
    """

    def __init__(self, dataset: Dataset, sampler: Sampler) -> None:
        self.dataset = dataset
        self.sampler = sampler
        self._counts: dict[str, list[int]] = {}
        self._waiting: list[Result] = []
        self._held = 0

    def draw(self, rng: Generator) -> Challenge:
        """The next challenge.

        Raises:
            IndexError: If the sampler gives a place that is not there.
        """
        return self.dataset[self.sampler.draw(rng)]

    def record(self, challenge_id: str, *, passed: bool) -> None:
        """An episode has ended; the sampler is told, unless it is held."""
        place = self.dataset.place_of(challenge_id)
        if place is None:
            return
        count = self._counts.setdefault(challenge_id, [0, 0])
        count[0] += 1
        count[1] += passed
        self._waiting.append(Result(place, passed))
        self._tell()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While it is held, equal seeds draw equal challenges, although episodes end meanwhile.

        A trainer that compares attempts at one challenge holds it while it collects them.
        """
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._tell()

    def pass_rates(self, policy: str) -> tuple[PassRate, ...]:
        """What was counted since the beginning, for ``write_measurements``.

        Args:
            policy: What the policy is called.
        """
        return tuple(
            PassRate(challenge_id, policy, tried, passed)
            for challenge_id, (tried, passed) in self._counts.items()
        )

    def state(self) -> dict[str, Any]:
        """The sampler's state and the counts, as JSON can write them."""
        return {
            "challenges": len(self.dataset),
            "sampler": dict(self.sampler.state()),
            "counts": {name: list(count) for name, count in self._counts.items()},
            "waiting": [[result.place, result.passed] for result in self._waiting],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what :meth:`state` gave, exactly.

        Raises:
            ConfigError: If it is of another dataset, or another sampler's.
        """
        if state.get("challenges") != len(self.dataset):
            raise ConfigError(
                f"The sampler's state is of a dataset of {state.get('challenges')} challenges, and "
                f"{self.dataset.name} has {len(self.dataset)}."
            )
        try:
            self.sampler.restore(state["sampler"])
        except KeyError as error:
            raise ConfigError(f"The state is another sampler's: it has no {error}.") from error
        self._counts = {name: list(count) for name, count in state["counts"].items()}
        self._waiting = [Result(place, passed) for place, passed in state["waiting"]]

    def _tell(self) -> None:
        if self._waiting and not self._held:
            results, self._waiting = self._waiting, []
            self.sampler.update(results)
