"""A jail's text was written by a hostile program: every one is read or refused, and soon."""

import inspect
import json
import sys
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.testing.strategies import plain_values
from codeeval_gym.values import Plain, PlainDataError, decode, encode, is_plain

_TAGS = ["$tuple", "$set", "$dict", "$bytes", "$int", "$float", "$complex", "$", "$other", "a"]
_SAME_HASH = sys.hash_info.modulus
_SECONDS = 3.0
"""Ample for what is linear in a mebibyte; each of these texts once took longer or could."""

_TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["nan", "0x1", "6", "61", "-0xf", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.lists(inner, min_size=2, max_size=2), max_size=2)
        | st.dictionaries(st.sampled_from(_TAGS), inner, max_size=2)
    ),
    max_leaves=10,
)


def _read_or_refused(text: str | bytes) -> None:
    try:
        value = decode(text)
    except PlainDataError:
        return
    assert is_plain(value)


@given(st.binary() | st.text())
def test_any_bytes_and_texts(text: str | bytes) -> None:
    _read_or_refused(text)


@given(_TREES)
def test_any_tags_in_any_order(tree: Any) -> None:
    _read_or_refused(json.dumps(tree))


@given(plain_values(), st.data())
def test_any_change_of_a_valid_text(value: Plain, data: st.DataObject) -> None:
    text = encode(value)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    between = data.draw(st.text('{}[]",:$0123456789exnaituplse\\', max_size=4))
    _read_or_refused(text[:start] + between + text[end:])


_BOMBS = {
    "brackets": "[" * 1_000_000,
    "objects": '{"a":' * 200_000,
    "tuples": '{"$tuple":[' * 90_000,
    "digits": "9" * 1_000_000,
    "negative digits": "-" + "9" * 5_000,
    "hexadecimal": json.dumps({"$int": "0x" + "f" * 1_000_000}),
    "not hexadecimal": json.dumps({"$int": "z" * 1_000_000}),
    "fraction": "0." + "3" * 1_000_000,
    "exponent": "1e999",
    "duplicate keys": "{" + ",".join(['"a":1'] * 150_000) + "}",
    "a million items": json.dumps([0] * 1_000_001),
    "items with one hash": json.dumps({"$set": [_SAME_HASH * i for i in range(40_000)]}),
    "keys with one hash": json.dumps({"$dict": [[_SAME_HASH * i, 0] for i in range(40_000)]}),
    "tuples with one hash": json.dumps(
        {"$set": [{"$tuple": [0.5] * 30 + [_SAME_HASH * i]} for i in range(5_000)]}
    ),
}


@pytest.mark.parametrize("text", _BOMBS.values(), ids=_BOMBS.keys())
def test_bombs_go_off_quickly(text: str) -> None:
    started = time.process_time()
    _read_or_refused(text)
    assert time.process_time() - started < _SECONDS


def test_a_large_honest_set_is_read() -> None:
    value = {(x, y) for x in range(-100, 100) for y in range(-100, 100)}
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        (b"\xff", "not JSON"),
        ("NaN", "is written as"),
        ("Infinity", "is written as"),
        ('{"$set":[[1]]}', r"malformed \$set: unhashable type"),
        ('{"$set":1}', "expected a list in a tagged value"),
        ('{"$dict":[[1]]}', r"malformed \$dict"),
        ('{"$bytes":"6"}', r"malformed \$bytes"),
        ('{"$int":5}', r"malformed \$int"),
        ('{"$float":"1"}', r"malformed \$float"),
        ('{"$complex":[1]}', r"malformed \$complex"),
        ('{"$pickle":"gASVAQ"}', r"unknown tag \$pickle"),
    ],
)
def test_the_refusal_says_why(text: str | bytes, reason: str) -> None:
    with pytest.raises(PlainDataError, match=reason):
        decode(text)


def test_a_refusal_is_short_however_long_the_text() -> None:
    with pytest.raises(PlainDataError) as caught:
        decode(json.dumps({"$int": "z" * 1_000_000}))
    assert len(str(caught.value)) < 200


def test_a_caller_deep_in_the_stack_gets_the_same_error() -> None:
    text = '{"$tuple":[' * 99 + "]}" * 99

    def dive(levels: int) -> Plain:
        return decode(text) if levels == 0 else dive(levels - 1)

    with pytest.raises(PlainDataError, match="nested too deeply"):
        dive(sys.getrecursionlimit() - len(inspect.stack(0)) - 250)
