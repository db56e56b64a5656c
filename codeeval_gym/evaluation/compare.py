"""Compares an answer with what was expected. Both are plain data: no rule of theirs is called."""

import math
from collections import Counter
from collections.abc import Callable

from codeeval_gym.registry import Registry
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain, encode, from_tree, to_tree

__all__ = ["comparators", "matches"]

Leaf = Callable[[Plain, Plain], bool]
Comparator = Callable[[Plain, Plain, Compare], bool]

comparators: Registry[Comparator] = Registry("comparison", group="codeeval_gym.comparators")
"""Comparisons by name, each ``(got, expected, compare) -> bool``."""


def matches(got: Plain, expected: Plain, compare: Compare) -> bool:
    """True when ``got`` is a right answer.

    Args:
        got: What the program gave, plain data.
        expected: The right answer, plain data.
        compare: The rule. In every rule NaN matches NaN and nothing else.

    Raises:
        UnknownNameError: If there is no such rule.
        PlainDataError: If ``expected`` is not plain data.
    """
    # Written down and read again, as the answer was: a named tuple is a tuple on both sides.
    return comparators[compare.kind](got, from_tree(to_tree(expected)), compare)


def _alike(got: Plain, expected: Plain, leaf: Leaf) -> bool:
    """True when both have the same shape and ``leaf`` holds at every leaf."""
    if isinstance(expected, list | tuple):
        same_shape = type(got) is type(expected) and len(got) == len(expected)
        return same_shape and all(
            _alike(one, other, leaf) for one, other in zip(got, expected, strict=True)
        )
    if isinstance(expected, dict):
        same_shape = isinstance(got, dict) and got.keys() == expected.keys()
        return same_shape and all(_alike(got[key], expected[key], leaf) for key in expected)
    return leaf(got, expected)


def _equal_leaf(got: Plain, expected: Plain) -> bool:
    return bool(got == expected) or encode(got) == encode(expected)  # NaN == NaN is false


def _canonical(value: Plain) -> str:
    """A text that two values share if and only if they and all their parts are alike in type."""
    if isinstance(value, dict):
        items = (f"{_canonical(key)}:{_canonical(item)}" for key, item in value.items())
        return f"dict({','.join(sorted(items))})"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({','.join(map(_canonical, value))})"
    if isinstance(value, float | complex):
        value += 0.0  # -0.0 is 0.0
    return encode(value)


@comparators.register("equal")
def _equal(got: Plain, expected: Plain, compare: Compare) -> bool:
    return _alike(got, expected, _equal_leaf)


@comparators.register("strict")
def _strict(got: Plain, expected: Plain, compare: Compare) -> bool:
    return _canonical(got) == _canonical(expected)


@comparators.register("close")
def _close(got: Plain, expected: Plain, compare: Compare) -> bool:
    def leaf(one: Plain, other: Plain) -> bool:
        if _equal_leaf(one, other):
            return True
        numbers = all(type(value) in (int, float) for value in (one, other))
        return numbers and _within(one, other, compare)

    return _alike(got, expected, leaf)


def _within(got: float, expected: float, compare: Compare) -> bool:
    try:
        difference = abs(got - expected)
        bound = compare.atol + compare.rtol * abs(expected)
        return math.isfinite(difference) and difference <= bound
    except OverflowError:  # an integer beyond the largest float
        return False


@comparators.register("unordered")
def _unordered(got: Plain, expected: Plain, compare: Compare) -> bool:
    if type(got) is not list or not isinstance(expected, list | tuple):
        return False
    return Counter(map(_canonical, got)) == Counter(map(_canonical, expected))


@comparators.register("tokens")
def _tokens(got: Plain, expected: Plain, compare: Compare) -> bool:
    return isinstance(got, str) and got.split() == str(expected).split()


@comparators.register("lines")
def _lines(got: Plain, expected: Plain, compare: Compare) -> bool:
    return isinstance(got, str) and _trimmed(got) == _trimmed(str(expected))


def _trimmed(text: str) -> list[str]:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n").split("\n")
