"""A program while it is written: tokens in place, decoded only at the end."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.envs.tokens.vocabulary import Writer

__all__ = ["Draft"]


class Draft:
    """Tokens of a fixed number of places.

    Args:
        writer: What the tokens mean; it is started again.
        end: The end token, which fills unused places.
        places: How many tokens a program may have, the end token aside; at least 1.
        given: Tokens that are there from the start.
    """

    def __init__(self, writer: Writer, end: int, places: int, given: Sequence[int] = ()) -> None:
        self.writer = writer
        self.tokens: NDArray[np.int64] = np.full(places, end, np.int64)
        self.length = 0
        self.given = tuple(given)
        self._wasted = 0
        writer.start()
        for token in given:
            self.append(token)

    @property
    def left(self) -> int:
        """How many more tokens may be written."""
        return len(self.tokens) - self.length - self._wasted

    def append(self, token: int) -> None:
        """Write a token, not the end token."""
        self.tokens[self.length] = token
        self.length += 1
        self.writer.advance(token)

    def waste(self) -> None:
        """Let a step pass: it counts against the limit, so that an episode ends."""
        self._wasted += 1

    def text(self) -> str:
        """What is written."""
        return self.writer.decode(self.tokens[: self.length].tolist())
