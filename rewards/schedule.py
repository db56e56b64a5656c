"""Weights that change while a policy learns."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from codeeval_gym.errors import ConfigError

__all__ = ["Schedule"]


@dataclass(frozen=True)
class Schedule:
    """A weight by training step: straight lines between points, level before and after them.

    Raises:
        ConfigError: If there is no point, steps do not grow, or a weight is negative or not finite.
    """

    points: tuple[tuple[int, float], ...]
    """Training step and weight; in a YAML file ``[[0, 0.5], [1000, 0.1]]``."""

    def __post_init__(self) -> None:
        steps = [step for step, _ in self.points]
        if not steps or any(one >= other for one, other in pairwise(steps)):
            raise ConfigError(f"A schedule has at least one step, and they grow: {self.points}.")
        for _, weight in self.points:
            if not (math.isfinite(weight) and weight >= 0):
                raise ConfigError(f"A schedule's weights are finite, at least 0, not {weight!r}.")

    @classmethod
    def of(cls, points: Sequence[Any]) -> "Schedule":
        """Read the form that a file has.

        Args:
            points: Pairs of a whole number and a number.

        Raises:
            ConfigError: If it is no such list, or as the class.
        """
        try:
            return cls(tuple((_whole(step), _number(weight)) for step, weight in points))
        except (TypeError, ValueError) as error:
            if isinstance(error, ConfigError):
                raise
            raise ConfigError(
                f"A schedule is a list of pairs [step, weight], not {points!r:.80}."
            ) from error

    def at(self, step: int) -> float:
        """The weight at a training step."""
        place = bisect_right(self.points, step, key=lambda point: point[0])
        if place == 0:
            return self.points[0][1]
        if place == len(self.points):
            return self.points[-1][1]
        (start, low), (end, high) = self.points[place - 1 : place + 1]
        return low + (high - low) * (step - start) / (end - start)


def _whole(step: Any) -> int:
    if isinstance(step, bool) or not isinstance(step, int):
        raise TypeError("a step is a whole number")
    return step


def _number(weight: Any) -> float:
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise TypeError("a weight is a number")
    return float(weight)
