"""Kinds of parameters: what they are called, how an argument is drawn, which ones are edges."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from numpy.random import Generator

from codeeval_gym.values import Plain

__all__ = [
    "ANY_TEXT",
    "COUNTS",
    "FLAT_WORDS",
    "FROM_ONE",
    "FROM_ZERO",
    "INTEGER",
    "INTEGERS",
    "LEFT",
    "MORE_INTEGERS",
    "NATURALS",
    "RIGHT",
    "SENTENCE",
    "WORD",
    "WORDS",
    "Kind",
    "between",
    "draw_integers",
    "draw_word",
    "pick",
]

T = TypeVar("T")

# fmt: off
VOCABULARY = (
    "apple", "level", "kayak", "sun", "tree", "noon", "moon", "river", "banana", "stone", "radar",
    "sky", "garden", "egg", "lamp", "dust", "melon", "cat", "ant", "bee", "otter", "eye", "bird",
)
# fmt: on


@dataclass(frozen=True)
class Kind:
    """A kind of parameter."""

    type: str
    """Language-neutral type."""
    names: tuple[str, ...]
    """Names it may have."""
    draw: Callable[[Generator], Plain]
    """Draws one argument."""
    edges: tuple[Plain, ...]
    """Arguments that programs often get wrong."""


def pick(rng: Generator, items: Sequence[T]) -> T:
    """Draw one of ``items``, all equally likely."""
    return items[int(rng.integers(len(items)))]


def between(low: int, high: int) -> Callable[[Generator], int]:
    """Return a function that draws an integer from ``low`` to ``high``, both included."""
    return lambda rng: int(rng.integers(low, high + 1))


def draw_integers(rng: Generator) -> list[int]:
    """Draw 2 to 7 integers, repeats and negative ones among them."""
    integers: list[int] = rng.integers(-9, 13, int(rng.integers(2, 8))).tolist()
    return integers


def draw_word(rng: Generator) -> str:
    """Draw one lower-case word."""
    return pick(rng, VOCABULARY)


def _draw_words(rng: Generator) -> list[str]:
    return [draw_word(rng) for _ in range(int(rng.integers(1, 6)))]


def _draw_sentence(rng: Generator) -> str:
    return " ".join(_draw_words(rng))


def _draw_text(rng: Generator) -> str:
    words = (word.upper() if rng.integers(5) == 0 else word for word in _draw_words(rng))
    return pick(rng, (" ", "", "-", "3")).join(words)


def _draw_counts(rng: Generator) -> dict[str, int]:
    return {word: int(rng.integers(-5, 13)) for word in _draw_words(rng)}


INTEGER = Kind("int", ("n", "num", "value", "number"), between(-30, 60), (0, 1, -1))
LEFT = Kind("int", ("a", "p", "first"), between(-12, 25), (0, -7))
RIGHT = Kind("int", ("b", "q", "second"), between(-12, 25), (0, 7))
FROM_ZERO = Kind("int", ("n", "num", "count", "size"), between(0, 12), (0, 1))
FROM_ONE = Kind("int", ("n", "num", "limit", "number"), between(1, 60), (1, 2))
INTEGERS = Kind(
    "list[int]",
    ("xs", "nums", "values", "items", "data"),
    draw_integers,
    ([], [5], [4, 4, 4], [-2, -6, -1], [0, 0]),
)
MORE_INTEGERS = Kind("list[int]", ("ys", "others", "more"), draw_integers, ([], [3], [2, 2]))
NATURALS = Kind(
    "list[int]",
    ("xs", "nums", "values", "items", "data"),
    lambda rng: rng.integers(0, 10, int(rng.integers(2, 8))).tolist(),
    ([], [5], [4, 4, 4], [0, 1]),
)
WORD = Kind("str", ("s", "text", "word", "string"), draw_word, ("", "a", "zz"))
SENTENCE = Kind(
    "str", ("s", "text", "line", "sentence"), _draw_sentence, ("", "sun", "egg egg", "a bee")
)
ANY_TEXT = Kind("str", ("s", "text", "line", "string"), _draw_text, ("", "a", "AeA", "b c"))
WORDS = Kind(
    "list[str]",
    ("words", "names", "parts", "labels"),
    _draw_words,
    ([], ["sun"], ["bee", "ant"], ["egg", "egg"]),
)
FLAT_WORDS = Kind(
    "list[str]",
    ("words", "names", "parts", "labels"),
    lambda rng: [pick(rng, VOCABULARY[:4]) for _ in range(int(rng.integers(1, 7)))],
    ([], ["sun"], ["bee", "bee"]),
)
COUNTS = Kind(
    "dict[str, int]",
    ("d", "table", "scores", "prices"),
    _draw_counts,
    ({}, {"sun": 4}, {"ant": 2, "bee": 2}, {"cat": -3, "egg": 0}),
)
