"""Proposals without a language model: counted, or made by a function of the caller's."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from codeeval_gym.envs.proposals._seam import Draft, Proposal
from codeeval_gym.errors import UnknownNameError

__all__ = ["FunctionProposals", "NgramProposals"]

_STRIDES = {"line": re.compile(r"[^\n]*\n|[^\n]+"), "token": re.compile(r"\n[ \t]*|\w+|[^\w\n]")}
"""How a program is cut into pieces; joined, they are the program again."""


class NgramProposals:
    """The pieces that most often follow the last one in some programs.

    After a piece that those programs do not have, or where too few follow it, the most frequent
    pieces of all come in. Probabilities are shares of counts, each piece counted once more.

    Args:
        programs: What is counted, at least one.
        stride: ``"line"`` or ``"token"``: what one piece is.

    Raises:
        ValueError: If there is no program.
        UnknownNameError: If there is no such stride; suggests the nearest.
    """

    width = 0

    def __init__(self, programs: Iterable[str], stride: str = "line") -> None:
        if stride not in _STRIDES:
            raise UnknownNameError("stride", stride, _STRIDES)
        following: defaultdict[str | None, Counter[str | None]] = defaultdict(Counter)
        everywhere: Counter[str | None] = Counter()
        for program in programs:
            pieces: list[str] = _STRIDES[stride].findall(program)
            everywhere.update([*pieces, None])
            for before, after in pairwise([None, *pieces, None]):
                following[before][after] += 1
        if not everywhere:
            raise ValueError("Proposals are counted in programs; there is none.")
        self._ranked = {before: _ranked(counts, everywhere) for before, counts in following.items()}
        self._anywhere = _ranked(Counter(), everywhere)

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        """As :meth:`Proposer.propose`."""
        return [_exactly(k, self._after(draft)) for draft in drafts]

    def _after(self, draft: Draft) -> list[Proposal]:
        before = draft.pieces[-1].text if draft.pieces else None
        return self._ranked.get(before, self._anywhere)


class FunctionProposals:
    """What a function of the caller's proposes.

    Args:
        function: Called as ``function(prompt, program, k)`` with the prompt and the program so
            far. It returns up to ``k`` pairs of a text and its log probability, the best first;
            the text ``None`` ends the program.
    """

    width = 0

    def __init__(
        self, function: Callable[[str, str, int], Sequence[tuple[str | None, float]]]
    ) -> None:
        self.function = function

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        """As :meth:`Proposer.propose`.

        Raises:
            ValueError: If the function returned nothing, or a log probability above 0.
        """
        return [self._one(draft, k) for draft in drafts]

    def _one(self, draft: Draft, k: int) -> list[Proposal]:
        pairs = self.function(draft.observation["prompt"], draft.text, k)
        if not pairs or not all(logprob <= 0 for _, logprob in pairs):
            raise ValueError(
                "A function of proposals returns at least one pair of a text (or None, for the "
                f"end) and a log probability of at most 0, not {pairs!r:.80}."
            )
        proposals = [Proposal(text or "", logprob, text is None) for text, logprob in pairs]
        return _exactly(k, proposals)


def _ranked(counts: Counter[str | None], everywhere: Counter[str | None]) -> list[Proposal]:
    """All pieces, those that follow first, by count; of equals the one that was met first."""
    order = [*counts, *(piece for piece in everywhere if piece not in counts)]
    order.sort(key=lambda piece: (-counts[piece], -everywhere[piece]))
    total = counts.total() + len(everywhere)
    return [
        Proposal(piece or "", math.log((counts[piece] + 1) / total), piece is None)
        for piece in order
    ]


def _exactly(k: int, proposals: Sequence[Proposal]) -> list[Proposal]:
    return [proposals[min(rank, len(proposals) - 1)] for rank in range(k)]
