"""Ranked proposals as numbers that a small network can read."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from codeeval_gym.envs.proposals._making import ProposerSpec, make
from codeeval_gym.envs.proposals._memory import Remembered
from codeeval_gym.envs.proposals._seam import Draft, Proposal
from codeeval_gym.envs.proposals._words import Tally, hashed

__all__ = ["HASHED", "Slate"]

HASHED = 64
"""Numbers that a text is hashed to; a proposal's own text to a quarter of it."""
_FIGURES = 6
_BOUND = 10.0


class Slate:
    """What the policy sees of its proposals, and how it writes with them.

    Args:
        proposals: What makes the proposals.
        k: How many there are at each step, at least 2.
        max_steps: The most pieces of a program, at least 1.
        remember: Drafts whose proposals are kept; 0 keeps none. A proposer that is
            :class:`Remembered` already has its own memory.

    Raises:
        TypeError: If a number is not a whole one, or as :func:`make`.
        ValueError: If a number is too small, or as :func:`make`.
        ImportError: If the proposer needs a package that is not installed.
    """

    def __init__(self, proposals: ProposerSpec, k: int, max_steps: int, remember: int) -> None:
        self.k = _whole("k", k, 2)
        self.max_steps = _whole("max_steps", max_steps, 1)
        proposer = make(proposals)
        kept = _whole("remember", remember, 0)
        self.proposer = (
            Remembered(proposer, kept)
            if kept and not isinstance(proposer, Remembered)
            else proposer
        )
        self.width = _FIGURES + HASHED // 4 + proposer.width

    def spaces(self) -> dict[str, Space[Any]]:
        """New spaces for the parts of :meth:`observation`."""
        return {
            "proposals": Box(-_BOUND, _BOUND, (self.k * self.width,), np.float32),
            "program": Box(-_BOUND, _BOUND, (_FIGURES + HASHED,), np.float32),
        }

    def propose(self, drafts: Sequence[Draft]) -> list[tuple[Proposal, ...]]:
        """Exactly ``k`` proposals for each draft.

        Raises:
            ValueError: If the proposer gave another number.
        """
        found = [tuple(each) for each in self.proposer.propose(drafts, self.k)] if drafts else []
        if len(found) != len(drafts) or any(len(each) != self.k for each in found):
            raise ValueError(
                f"{self.proposer!r} was asked for {self.k} proposals for each of {len(drafts)} "
                f"drafts and gave {[len(each) for each in found]}."
            )
        return found

    def encode(self, observation: Mapping[str, Any], program: str) -> list[int]:
        """The ranks that write a program; of several ways the one with the lowest ranks first.

        Args:
            observation: The text observation that the program answers.
            program: The whole text.

        Raises:
            ValueError: If the proposals do not write it.
        """
        tries: list[list[int]] = [[]]
        while tries:
            ranks = tries.pop()
            draft, proposals = self._written(observation, ranks)
            if self.ends(draft):
                if draft.text == program:
                    return ranks
                continue
            rest = program[len(draft.text) :]
            # A repeated proposal, or one that adds nothing, would only try the same again.
            fitting = {
                (proposal.text, proposal.last): rank
                for rank, proposal in reversed(list(enumerate(proposals)))
                if rest.startswith(proposal.text) and (proposal.text or proposal.last)
            }
            tries += [[*ranks, rank] for rank in sorted(fitting.values(), reverse=True)]
        raise ValueError(
            f"The {self.k} proposals of each step do not write this program: {program!r:.80}."
        )

    def ends(self, draft: Draft) -> bool:
        """Whether the program is to be handed in."""
        return bool(draft.pieces) and (draft.pieces[-1].last or len(draft.pieces) >= self.max_steps)

    def observation(
        self, draft: Draft, proposals: Sequence[Proposal]
    ) -> dict[str, NDArray[np.float32]]:
        """What the policy sees of a program and of what it may take, in new arrays.

        Args:
            draft: The program so far.
            proposals: What it may take; none after the end, and then zeros are shown.
        """
        shares = _shares(proposals)
        entropy = -sum(share * math.log(share) for share in shares if share > 0)
        rows = np.zeros((self.k, self.width), np.float32)
        for row, proposal, share in zip(rows, proposals, shares, strict=False):
            self._describe(row, proposal, share, draft.observation["prompt"])
        program = np.zeros(_FIGURES + HASHED, np.float32)
        program[:_FIGURES] = (
            len(draft.pieces) / self.max_steps,
            min(1.0, entropy / math.log(self.k)),
            draft.logprob / 10,
            draft.lowest / 10,
            *draft.tally.shares,
        )
        program[_FIGURES:] = hashed(draft.pieces[-1].text if draft.pieces else "", HASHED)
        return {
            "proposals": np.clip(rows.reshape(-1), -_BOUND, _BOUND),
            "program": np.clip(program, -_BOUND, _BOUND),
        }

    def _describe(
        self, row: NDArray[np.float32], proposal: Proposal, share: float, prompt: str
    ) -> None:
        known = Tally(prompt).add(proposal.text).shares
        ends = float(proposal.last)
        row[:_FIGURES] = (proposal.logprob / 10, share, ends, len(proposal.text) / 100, *known)
        row[_FIGURES : _FIGURES + HASHED // 4] = hashed(proposal.text, HASHED // 4)
        if proposal.features is not None:
            row[_FIGURES + HASHED // 4 :] = proposal.features

    def _written(
        self, observation: Mapping[str, Any], ranks: Sequence[int]
    ) -> tuple[Draft, tuple[Proposal, ...]]:
        draft = Draft(observation)
        (proposals,) = self.propose([draft])
        for rank in ranks:
            draft.take(proposals[rank])
            proposals = () if self.ends(draft) else self.propose([draft])[0]
        return draft, proposals


def _whole(name: str, value: int, least: int) -> int:
    """The number, if it is one and large enough."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number, not {value!r}.")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}.")
    return value


def _shares(proposals: Sequence[Proposal]) -> list[float]:
    """The proposals' probabilities, as if there were no others."""
    if not proposals:
        return []
    best = max(proposal.logprob for proposal in proposals)
    weights = [math.exp(proposal.logprob - best) for proposal in proposals]
    return [weight / sum(weights) for weight in weights]
