"""Programs to learn from, and how processes share them out.

Which programs were accepted differs from process to process; the number of optimiser steps must
not. So all processes know all programs, draw the same minibatches, and take a part of each.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.types import Verdict

__all__ = ["Example", "Share", "accepted", "minibatches"]


@dataclass(frozen=True)
class Example:
    """A program that was judged, and the prompt it was written for."""

    challenge_id: str
    """Which challenge."""
    prompt: tuple[int, ...]
    """Token ids."""
    program: tuple[int, ...]
    """Token ids, the EOS included."""
    reward: float
    """As the environment paid it."""

    @classmethod
    def of(cls, turn: Turn) -> "Example":
        """What a turn wrote. An environment that names no challenge: its prompt stands for it."""
        name = turn.challenge_id or repr(turn.prompt)
        return cls(name, turn.prompt, turn.program, turn.reward)


def accepted(turn: Turn) -> bool:
    """True if the program was accepted as it stands, EOS included: a cut one does not end."""
    return turn.verdict == Verdict.ACCEPTED and not turn.truncated


class Share(NamedTuple):
    """What one process does of a minibatch."""

    places: tuple[int, ...]
    """Which items; at least one, for every process takes part in every step."""
    weight: float
    """1; or 0 where there were fewer items than processes, and this one only keeps step."""
    total: int
    """Items of the whole minibatch."""


def minibatches(
    count: int, size: int, epochs: int, chance: np.random.Generator, *, index: int, processes: int
) -> Iterator[Share]:
    """Cut items into minibatches, anew in each epoch.

    Args:
        count: Items; of none there is no minibatch.
        size: Items in a minibatch at most; the minibatches of an epoch differ by one at most.
        epochs: Passes over all.
        chance: The same in every process.
        index: Of this process.
        processes: How many there are.
    """
    for _ in range(epochs if count else 0):
        for part in np.array_split(chance.permutation(count), math.ceil(count / size)):
            mine: Sequence[int] = part[index::processes].tolist()
            yield Share(tuple(mine or part[:1].tolist()), float(bool(mine)), len(part))
