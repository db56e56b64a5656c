"""Finds out whether a text gives an answer away: the longest run of tokens both share."""

import re

__all__ = ["gives_away", "longest_common_run", "tokens_of"]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SHARE = 0.6
_LEAST = 10
"""Shorter runs are everybody's: ``for item in items:``."""
_MOST = 40
"""A run this long gives away a part that matters, however long the body is."""


def tokens_of(text: str) -> list[str]:
    """The words and signs of a text, without its layout."""
    return _TOKEN.findall(text)


def longest_common_run(one: str, other: str) -> int:
    """The number of tokens of the longest run that stands in both texts."""
    first, second = tokens_of(one), tokens_of(other)
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if _runs(first, middle).isdisjoint(_runs(second, middle)):
            high = middle - 1
        else:
            low = middle
    return low


def gives_away(body: str, text: str) -> bool:
    """True if ``text`` repeats so much of ``body`` that nothing is left to write.

    Args:
        body: What has to be written.
        text: What would be shown.
    """
    length = len(tokens_of(body))
    bound = max(_LEAST, min(_MOST, int(_SHARE * length)))
    return longest_common_run(body, text) >= bound


def _runs(tokens: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1)}
