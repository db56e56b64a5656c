"""What plain data is, and that writing and reading it changes nothing."""

import enum
import math
from collections import Counter, OrderedDict, namedtuple
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.values import Plain, PlainDataError, decode, encode, is_plain

_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(2**60, 2**300)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.binary(max_size=5)
    | st.text(max_size=5)
    | st.sampled_from(["\ud800", "a\udfffb", "\udc00\ud800", "$tuple", ""])
)
_KEYS = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=3,
)


def _containers(inner: st.SearchStrategy[Plain]) -> st.SearchStrategy[Plain]:
    return (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.sets(_KEYS, max_size=3)
        | st.dictionaries(_KEYS, inner, max_size=3)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    )


_VALUES = st.recursive(_LEAVES, _containers, max_leaves=8)

Point = namedtuple("Point", "x y")


class Colour(enum.IntEnum):
    """A number with a name."""

    RED = 3


class Loud(str):
    """Says something else than it holds."""

    __slots__ = ()

    def __str__(self) -> str:
        return "loud"


class Lying:
    """Claims to be an int."""

    __class__ = int  # type: ignore[assignment]


@given(_VALUES)
def test_reading_gives_back_what_was_written(value: Plain) -> None:
    assert decode(encode(value)) == value


@given(_VALUES)
def test_types_and_signs_survive(value: Plain) -> None:
    """1, 1.0 and True are equal in Python, as 0.0 and -0.0 are, but are not written alike."""
    assert encode(decode(encode(value))) == encode(value)


@given(_VALUES)
def test_a_value_is_one_line_of_ascii(value: Plain) -> None:
    text = encode(value)
    assert text.isascii()
    assert "\n" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, 2), '{"$tuple":[1,2]}'),
        ({2, 1}, '{"$set":[1,2]}'),
        (frozenset({1}), '{"$set":[1]}'),
        ({1: "a"}, '{"$dict":[[1,"a"]]}'),
        ({"a": 1}, '{"a":1}'),
        ({"$a": 1}, '{"$dict":[["$a",1]]}'),
        (b"ab", '{"$bytes":"6162"}'),
        (2**80, '{"$int":"0x100000000000000000000"}'),
        (2**63 - 1, "9223372036854775807"),
        (math.nan, '{"$float":"nan"}'),
        (-math.inf, '{"$float":"-inf"}'),
        (-0.0, "-0.0"),
        (1j, '{"$complex":[0.0,1.0]}'),
        ("é", '"\\u00e9"'),
    ],
)
def test_the_form_is_fixed(value: Plain, text: str) -> None:
    """Challenges on disk and their hashes hang on these very texts."""
    assert encode(value) == text


def test_equal_sets_are_written_alike() -> None:
    assert encode({"b", "a", "c"}) == encode({"c", "a", "b"})


def test_nan_is_read_as_nan() -> None:
    assert math.isnan(decode(encode(math.nan)))


def test_a_surrogate_pair_is_read_as_its_character() -> None:
    assert decode(encode("\ud83d\ude00")) == "\U0001f600"


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (Point(1, 2), (1, 2)),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(a=1), {"a": 1}),
        (Colour.RED, 3),
        (Loud("quiet"), "quiet"),
        ({Loud("key"): 1}, {"key": 1}),
        (np.float64(0.5), 0.5),
    ],
    ids=lambda value: type(value).__name__,
)
def test_subclasses_are_written_by_content(value: Any, content: Plain) -> None:
    back = decode(encode(value))
    assert back == content
    assert type(back) is type(content)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        Plain,
        len,
        range(3),
        (item for item in "ab"),
        {}.keys(),
        bytearray(b"a"),
        Decimal(1),
        np.array([1]),
        np.int64(1),
        ...,
        Lying(),
        [1, {"a": (object(),)}],
        {object(): 1},
    ],
    ids=lambda value: type(value).__name__,
)
def test_everything_else_is_refused(value: Any) -> None:
    assert not is_plain(value)
    with pytest.raises(PlainDataError, match="is not plain data"):
        encode(value)


def test_the_refusal_names_the_type() -> None:
    with pytest.raises(PlainDataError, match=r"^a Decimal is not plain data$"):
        encode([Decimal(1)])


def test_an_object_that_cannot_be_asked_its_class_is_refused() -> None:
    class Raising:
        @property  # type: ignore[misc]  # object's own can be written
        def __class__(self) -> Any:
            raise ZeroDivisionError

    assert not is_plain(Raising())


def test_what_holds_itself_is_refused() -> None:
    items: list[Any] = []
    items.append(items)
    table: dict[str, Any] = {}
    table["self"] = (table,)
    for value in (items, table):
        with pytest.raises(PlainDataError, match="nested deeper than 100"):
            encode(value)


def test_a_hundred_levels_are_the_most() -> None:
    value: Plain = 1
    for _ in range(100):
        value = (value,)
    assert decode(encode(value)) == value
    assert not is_plain([value])
