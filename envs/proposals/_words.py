"""A text's words: hashed, and counted by whether a prompt has them too."""

import functools
import re
import zlib

import numpy as np
from numpy.typing import NDArray

__all__ = ["Tally", "hashed"]

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


class Tally:
    """How many of a text's different words, and numbers, stand in a prompt.

    Args:
        prompt: The prompt.
    """

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._words = self._numbers = self._known_words = self._known_numbers = 0

    def add(self, text: str) -> "Tally":
        """Count a text, too; returns itself."""
        known = _words(self._prompt)
        for word in _words(text):
            self._words += word.isalpha()
            self._numbers += word.isdecimal()
            self._known_words += word.isalpha() and word in known
            self._known_numbers += word.isdecimal() and word in known
        return self

    @property
    def shares(self) -> tuple[float, float]:
        """Of the words and of the numbers those that the prompt has, 0 to 1; 1 where none are."""
        return (
            self._known_words / self._words if self._words else 1.0,
            self._known_numbers / self._numbers if self._numbers else 1.0,
        )


@functools.lru_cache(maxsize=4096)
def hashed(text: str, size: int) -> NDArray[np.float32]:
    """Hash a text's words into a vector of length 1; not to be written to.

    Each adds or takes 1 at the place that its checksum names (Weinberger et al. 2009).
    """
    vector = np.zeros(size, np.float32)
    for word in _WORD.findall(text):
        code = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        vector[code % size] += 1.0 if code >> 31 else -1.0
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))
