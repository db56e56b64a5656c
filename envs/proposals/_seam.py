"""The seam between an environment of ranked proposals and what makes them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.envs.proposals._words import Tally

__all__ = ["Draft", "Proposal", "Proposer"]


@dataclass(frozen=True, eq=False)
class Proposal:
    """A piece of text that may come next in a program."""

    text: str
    """What it adds to the program: a token, a line, or nothing where it only ends it."""
    logprob: float
    """Natural logarithm of its probability after what stands before it, at most 0."""
    last: bool = False
    """True means that the program ends with it."""
    tokens: tuple[int, ...] = ()
    """Its token ids, for a proposer that reads it again; empty where there are none."""
    features: NDArray[np.float32] | None = None
    """What the proposer knows about it, shape ``(width,)``; ``None`` means zeros."""


class Draft:
    """A program in the making, and what it is written for.

    Args:
        observation: The text observation that the program answers.
    """

    state: Any = None
    """The proposer's own: what it has worked out for this draft so far."""

    def __init__(self, observation: Mapping[str, Any]) -> None:
        self.observation = observation
        self.pieces: list[Proposal] = []
        self.logprob = 0.0
        self.lowest = 0.0
        self.tally = Tally(observation["prompt"])
        parts = (observation["prompt"], observation["feedback"], observation["previous_program"])
        self.identity = _digest(b"", repr(parts))

    @property
    def text(self) -> str:
        """The program so far."""
        return "".join(piece.text for piece in self.pieces)

    def take(self, proposal: Proposal) -> None:
        """Write a piece. Its cost does not grow with the program."""
        self.pieces.append(proposal)
        self.logprob += proposal.logprob
        self.lowest = min(self.lowest, proposal.logprob)
        self.tally.add(proposal.text)
        self.identity = _digest(self.identity, proposal.text)


@runtime_checkable
class Proposer(Protocol):
    """Proposes what may come next."""

    width: int
    """Numbers in the features of each proposal, at least 0."""

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        """Rank ``k`` continuations of each draft, the likeliest first.

        The same draft gets the same proposals, but for rounding. None of the drafts has ended.

        Args:
            drafts: At least one; asked for together, so that a model reads them as one batch.
            k: How many for each. Every one of them may be taken: where there are fewer, some are
                repeated.
        """


def _digest(before: bytes, text: str) -> bytes:
    """Tells drafts apart by a number of bytes that does not grow."""
    return hashlib.blake2b(before + text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
