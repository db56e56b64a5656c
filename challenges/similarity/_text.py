"""Texts that share most of their phrases."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["shingles", "similar_texts", "similarity"]

_WORDS = 3
_BANDS, _ROWS = 32, 4
"""Texts with a similarity of 0.5 are compared with a chance of 87 %, of 0.7 with 99.98 %."""
_WORD = re.compile(r"[a-z]+|\d+")


def shingles(text: str) -> frozenset[str]:
    """Every three words in a row, without case, punctuation and the way names are joined."""
    words = _WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())
    if len(words) <= _WORDS:
        return frozenset([" ".join(words)]) if words else frozenset()
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all phrases that both have, 0 to 1; 0 if there are none."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def similar_texts(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Find pairs of texts at least so similar, without comparing each with each.

    Args:
        texts: The texts.
        threshold: From 0.5 to 1.

    Yields:
        Two places, the lower one first, and how similar the texts are.
    """
    phrases = [shingles(text) for text in texts]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, signature in enumerate(map(_signature, phrases)):
        if signature is not None:
            for band, rows in enumerate(signature.reshape(_BANDS, _ROWS)):
                buckets[band, rows.tobytes()].append(place)
    seen: set[tuple[int, int]] = set()
    for places in buckets.values():
        for at, one in enumerate(places):
            for other in places[at + 1 :]:
                if (one, other) in seen:
                    continue
                seen.add((one, other))
                alike = similarity(phrases[one], phrases[other])
                if alike >= threshold:
                    yield one, other, alike


def _signature(phrases: frozenset[str]) -> NDArray[np.uint64] | None:
    """For each of many hash functions the lowest hash of a phrase.

    The share of equal ones is, on average, how similar the phrases are.
    """
    if not phrases:
        return None
    hashes = np.array([zlib.crc32(phrase.encode()) for phrase in phrases], np.uint64)
    mixed = (hashes[:, None] + _ADDED) * _FACTORS
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    lowest: NDArray[np.uint64] = (mixed >> np.uint64(16)).min(axis=0)
    return lowest


_rng = np.random.default_rng(20)
_FACTORS = _rng.integers(1, 1 << 63, _BANDS * _ROWS, np.uint64) | np.uint64(1)
_ADDED = _rng.integers(0, 1 << 63, _BANDS * _ROWS, np.uint64)
