"""Challenges that the policy solves sometimes: those it can learn from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.samplers._beliefs import Beliefs
from codeeval_gym.challenges.samplers._sampler import Result, samplers
from codeeval_gym.challenges.storage import PassRate

__all__ = ["Learnability"]

Weights = NDArray[np.floating[Any]]


@samplers.register("learnability")
class Learnability:
    """Draws a challenge in proportion to how much a group of attempts at it would tell.

    With pass rate p that is p (1 - p): a challenge that is always or never solved gives every
    attempt the same reward, and there is nothing to learn. What is believed of p comes from the
    results; of a challenge that was never tried, p is drawn from what its family says, or taken
    for a half. A small share of draws goes to those that have not been tried for long, since the
    policy changes. A challenge that was always solved for long enough is retired; a small share
    of draws is a retired one again, and one that then fails is back.

    Args:
        dataset: What is drawn from.
        sharpness: The power that p (1 - p) is taken to; 0 makes all alike.
        unseen: ``"thompson"`` draws p of a challenge that was never tried; ``"optimistic"`` takes
            a half, which tries all of them before it comes back to one.
        stale: Share of draws, 0 to 1, in proportion to how long a challenge was not tried.
        diversity: 0 to 1. How far a large family is held back: 0 lets each of its challenges count
            like any other, 1 lets all of them together count like one.
        retire_after: So many passed results in a row retire a challenge.
        replay: Share of draws, 0 to 1, that go to retired challenges.
        suspect_after: So many failed results in a row make a challenge a suspect.
        memory: A result that is so many results of its challenge old counts e times less.
        prior: What family or dataset say counts as much as so many results of the challenge.
        rates: Pass rates to begin with, as ``read_measurements`` gives them.

    Raises:
        ValueError: If a setting cannot be.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        sharpness: float = 2.0,
        unseen: str = "thompson",
        stale: float = 0.03,
        diversity: float = 0.5,
        retire_after: int = 24,
        replay: float = 0.03,
        suspect_after: int = 64,
        memory: float = 64.0,
        prior: float = 1.0,
        rates: Iterable[PassRate] = (),
    ) -> None:
        _check_shares(stale=stale, diversity=diversity, replay=replay)
        if unseen not in ("thompson", "optimistic"):
            raise ValueError(f"unseen is 'thompson' or 'optimistic', not {unseen!r}.")
        if min(retire_after, suspect_after) < 1 or min(memory, prior) <= 0 or sharpness < 0:
            raise ValueError(
                "retire_after and suspect_after are at least 1, memory and prior above 0, and "
                "sharpness is not negative."
            )
        self._dataset = dataset
        self._sharpness = sharpness
        self._thompson = unseen == "thompson"
        self._stale = stale
        self._diversity = diversity
        self._retire_after = retire_after
        self._replay = replay
        self._suspect_after = suspect_after
        self._beliefs = Beliefs(dataset, memory=memory, prior=prior)
        self._weights: Weights | None = None
        self._beta: tuple[Weights, Weights] | None = None
        for rate in rates:
            self._begin_with(rate)

    @property
    def retired(self) -> tuple[str, ...]:
        """Ids of challenges that were always solved for long enough."""
        return self._ids(self._beliefs.streak >= self._retire_after)

    @property
    def suspects(self) -> tuple[str, ...]:
        """Ids of challenges that always failed: too hard, or broken. Have the gate look again."""
        return self._ids(self._beliefs.streak <= -self._suspect_after)

    def zero_signal(self, group: int = 8) -> float:
        """The share of groups expected to pass or fail as a whole, by what is believed now.

        Args:
            group: Attempts at one challenge.
        """
        a, b = self._beliefs.beta()
        steps = np.arange(group)[:, None]
        all_pass = np.prod((a + steps) / (a + b + steps), axis=0)
        all_fail = np.prod((b + steps) / (a + b + steps), axis=0)
        weights = self._mixed(None)
        return float(weights @ (all_pass + all_fail))

    def draw(self, rng: Generator) -> int:
        """The place of a challenge."""
        if self._thompson and not self._beliefs.seen.all():
            weights = self._mixed(rng)
        else:
            if self._weights is None:
                self._weights = self._mixed(None)
            weights = self._weights
        sums = np.cumsum(weights)
        return int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))

    def update(self, results: Sequence[Result]) -> None:
        """Learn how episodes ended."""
        for result in results:
            self._beliefs.add(result.place, result.passed)
        self._weights = self._beta = None

    def state(self) -> Mapping[str, Any]:
        """What is believed, by id."""
        return self._beliefs.state()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from there.

        Raises:
            ConfigError: If it speaks of a challenge that is not in the dataset.
        """
        self._beliefs.restore(state)
        self._weights = self._beta = None

    def _begin_with(self, rate: PassRate) -> None:
        place = self._dataset.place_of(rate.challenge_id)
        for attempt in range(rate.attempts if place is not None else 0):
            # Spread evenly, so that no streak is made up.
            passed = (attempt + 1) * rate.passed // rate.attempts > (
                attempt * rate.passed // rate.attempts
            )
            self._beliefs.add(place or 0, passed)

    def _mixed(self, rng: Generator | None) -> Weights:
        """The chance of each challenge, all reasons to draw it taken together."""
        retired = self._beliefs.streak >= self._retire_after
        if retired.all():
            return _shares(np.ones(len(retired)))
        learn = _shares(np.where(retired, 0.0, self._learnable(rng)))
        stale = np.where(retired, 0.0, self._beliefs.staleness())
        chances = learn
        if stale.any():
            chances = (1 - self._stale) * learn + self._stale * _shares(stale)
        if retired.any():
            chances = (1 - self._replay) * chances + self._replay * _shares(retired * 1.0)
        return chances

    def _learnable(self, rng: Generator | None) -> Weights:
        if self._beta is None:
            self._beta = self._beliefs.beta()
        a, b = self._beta
        weights = a * b / ((a + b) * (a + b + 1))  # what p (1 - p) is on average
        new = ~self._beliefs.seen
        if not self._thompson:
            weights[new] = 0.25
        elif rng is not None:
            drawn = rng.beta(a[new], b[new])
            weights[new] = drawn * (1 - drawn)
        weights = weights**self._sharpness
        weights = weights * self._beliefs.sizes**-self._diversity
        return weights + 1e-12  # nothing is out of the question

    def _ids(self, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
        ids = self._dataset.ids
        return tuple(ids[place] for place in np.flatnonzero(chosen))


def _shares(weights: Weights) -> Weights:
    shares: Weights = weights / weights.sum()
    return shares


def _check_shares(**shares: float) -> None:
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise ValueError(f"{name} is a share from 0 to 1, not {share}.")
