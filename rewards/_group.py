"""Terms that compare a program with the other programs for the same challenge."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from codeeval_gym.rewards._terms import RewardContext, terms
from codeeval_gym.types import Evaluation, Verdict

__all__ = ["Novelty", "Rank"]

FIGURES = ("length", "cpu_seconds", "peak_memory_mb")
_SHINGLE = 5
_TOKEN = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|\S")
_KEYWORDS = """
and as async await break case catch class const continue def del do elif else enum except false
finally fn for from function if impl import in is lambda let loop match mut new nil None not null or
pass raise return self static struct super switch this throw true try True False var void while with
yield
"""
_WORDS = frozenset(_KEYWORDS.split())
"""What is not a name that its author chose, in any of the languages."""


@terms.register("novelty")
@dataclass(frozen=True)
class Novelty:
    """How unlike the nearest sibling a program is: 1 less the Jaccard index of their shingles.

    Shingles are runs of five tokens, all names taken for the same: renaming is no novelty. Noise is
    novel, too: in a model it is gated by ``tests``. Nothing is compared with a reference.
    """

    name: ClassVar[str] = "novelty"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the program's text; ``None`` without siblings."""
        if not context.siblings:
            return None
        own = _shingles(evaluation.program)
        return 1.0 - max(_jaccard(own, _shingles(item.program)) for item in context.siblings)


@terms.register("rank")
@dataclass(frozen=True)
class Rank:
    """The share of accepted siblings that an accepted program is at least as good as.

    Raises:
        ValueError: If there is no such figure.
    """

    figure: str = "length"
    """``length`` (characters), ``cpu_seconds`` or ``peak_memory_mb``; less is better."""
    name: ClassVar[str] = "rank"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        if self.figure not in FIGURES:
            raise ValueError(f"figure must be one of {', '.join(FIGURES)}, not {self.figure!r}.")

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the figure; ``None`` unless this program and a sibling are accepted and have it."""
        own = self._figure(evaluation)
        others = [figure for item in context.siblings if (figure := self._figure(item)) is not None]
        if own is None or not others:
            return None
        return sum(own <= other for other in others) / len(others)

    def _figure(self, evaluation: Evaluation) -> float | None:
        if evaluation.verdict is not Verdict.ACCEPTED:
            return None
        if self.figure == "length":
            return float(len(evaluation.program))
        usage = evaluation.usage
        figure: float | None = None if usage is None else getattr(usage, self.figure)
        return figure


@lru_cache(4096)
def _shingles(program: str) -> frozenset[tuple[str, ...]]:
    tokens = [_plain(token) for token in _TOKEN.findall(program)]
    last = max(1, len(tokens) - _SHINGLE + 1)
    return frozenset(tuple(tokens[place : place + _SHINGLE]) for place in range(last))


def _plain(token: str) -> str:
    chosen = (token[0].isalpha() or token[0] == "_") and token not in _WORDS
    return "name" if chosen else token


def _jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)
