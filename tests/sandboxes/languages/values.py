"""Values of every type of the neutral signature, and what it means to get one back."""

import math
import struct

from hypothesis import strategies as st

__all__ = ["BOOLS", "FLOATS", "INTS", "TEXTS", "TYPES", "same"]

INTS = st.integers(-(1 << 63), (1 << 63) - 1) | st.sampled_from(
    [0, -1, (1 << 31) - 1, -(1 << 31), 1 << 31, (1 << 53) + 1, (1 << 63) - 1, -(1 << 63)]
)
FLOATS = st.floats() | st.sampled_from(
    [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308, 2.0**70]
)
BOOLS = st.booleans()


def _as_one_character(text: str) -> str:
    """A high surrogate before a low one is the character they spell, in every language."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


TEXTS = (
    st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["", "\0", "\n", '"\\', "é", "\U0001f600", "\ud800", "a\udfff", "$dict"])
).map(_as_one_character)

TYPES: dict[str, st.SearchStrategy[object]] = {
    "int": INTS,
    "float": FLOATS,
    "str": TEXTS,
    "bool": BOOLS,
    "list[int]": st.lists(INTS, max_size=5),
    "list[float]": st.lists(FLOATS, max_size=5),
    "list[bool]": st.lists(BOOLS, max_size=5),
    "list[list[str]]": st.lists(st.lists(TEXTS, max_size=3), max_size=3),
    "dict[str, int]": st.dictionaries(TEXTS, INTS, max_size=4),
    "dict[int, list[float]]": st.dictionaries(INTS, st.lists(FLOATS, max_size=3), max_size=3),
    "dict[str, dict[str, bool]]": st.dictionaries(
        TEXTS, st.dictionaries(TEXTS, BOOLS, max_size=2), max_size=3
    ),
    "tuple[int, str]": st.tuples(INTS, TEXTS),
    "list[tuple[float, bool]]": st.lists(st.tuples(FLOATS, BOOLS), max_size=3),
    "optional[int]": st.none() | INTS,
    "list[optional[str]]": st.lists(st.none() | TEXTS, max_size=4),
}
"""Signature type to its values."""


def same(left: object, right: object) -> bool:
    """True for equal values of equal types: NaN is NaN, and -0.0 is not 0.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        assert isinstance(right, float)
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or struct.pack(">d", left) == struct.pack(">d", right)
    if isinstance(left, dict):
        assert isinstance(right, dict)
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        assert isinstance(right, list | tuple)
        return len(left) == len(right) and all(map(same, left, right))
    return left == right
