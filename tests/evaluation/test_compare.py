"""Which answers are right, by each rule."""

import math
from collections import Counter, namedtuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import comparators, matches
from codeeval_gym.testing.strategies import plain_values
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain, decode, encode

_NAN = float("nan")
_Pair = namedtuple("_Pair", "a b")
_PAIR = _Pair(1, 2)

# (got, expected), with the rules out of equal, strict and close (tolerance 0) by which it is right.
_TABLE: list[tuple[Any, Any, str]] = [
    (1, 1, "equal strict close"),
    (1, 1.0, "equal close"),
    (True, 1, "equal close"),
    (1, True, "equal close"),
    (1, 2, ""),
    (0.0, -0.0, "equal strict close"),
    (_NAN, math.nan, "equal strict close"),
    (_NAN, 0.0, ""),
    (0.0, _NAN, ""),
    (math.inf, math.inf, "equal strict close"),
    (math.inf, -math.inf, ""),
    (complex(_NAN, 1), complex(_NAN, 1), "equal strict close"),
    (1j, complex(-0.0, 1), "equal strict close"),
    ({_NAN}, {math.nan}, "equal strict close"),
    ("1", 1, ""),
    ("a", "a ", ""),
    (b"a", "a", ""),
    (None, False, ""),
    (0, None, ""),
    ((1, 2), (1, 2), "equal strict close"),
    ([1, 2], (1, 2), ""),
    ((1, 2), [1, 2], ""),
    ([1, 2], [2, 1], ""),
    ([1], [1, 2], ""),
    ([1, 2], [1], ""),
    ([], None, ""),
    ([], (), ""),
    ([[1, (2.0,)]], [[1, (2,)]], "equal close"),
    ([_NAN, [_NAN]], [_NAN, [_NAN]], "equal strict close"),
    ({1, 2}, {2, 1}, "equal strict close"),
    ({1, 2}, {1, 2.0}, "equal close"),
    ({1}, [1], ""),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "equal strict close"),
    ({"a": 1}, {"a": 1, "b": 2}, ""),
    ({"a": 1}, {"a": True}, "equal close"),
    ({1: "a"}, {True: "a"}, "equal close"),
    ([{1: "a"}], [{1.0: "a"}], "equal close"),
    ({(1, 2): 0}, {(1, True + 1): 0}, "equal strict close"),
    ({(1,): 0}, {(True,): 0}, "equal close"),
    ({}, set(), ""),
    ({"$bytes": "61"}, b"a", ""),
    (10**400, 1, ""),
    (1, 10**400, ""),
    (10**400, 1.0, ""),
    (10**400, 10**400, "equal strict close"),
    ([1], 1, ""),
    (1, [1], ""),
    (1, {"a": 1}, ""),
]


@pytest.mark.parametrize("kind", ["equal", "strict", "close"])
@pytest.mark.parametrize(("got", "expected", "right"), _TABLE, ids=lambda value: repr(value)[:20])
def test_answers(got: Plain, expected: Plain, right: str, kind: str) -> None:
    assert matches(decode(encode(got)), expected, Compare(kind)) is (kind in right.split())


@pytest.mark.parametrize(
    ("got", "expected"),
    [((1, 2), _PAIR), ({"a": 2}, Counter("aa")), ({1}, frozenset({1})), ({(1, 2)}, {_PAIR})],
    ids=["named tuple", "counter", "frozenset", "in a set"],
)
@pytest.mark.parametrize("kind", ["equal", "strict", "close"])
def test_what_was_expected_counts_by_content(got: Plain, expected: Plain, kind: str) -> None:
    assert matches(got, expected, Compare(kind))


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        (1.0009, 1.0, True),
        (1.0011, 1.0, False),
        ([1.0009, (2,)], [1, (2.0005,)], True),
        ({"a": 0.9995}, {"a": 1}, True),
        (1.0 + 1e-9, True, False),
        ("1.0", 1.0, False),
        (5.0, math.inf, False),
        (_NAN, 1.0, False),
        (1.0, _NAN, False),
        (-math.inf, math.inf, False),
        (10**400, 1, False),
        (1.5, 10**400, False),
        (0.0005, 0.0, False),
    ],
)
def test_closeness_is_relative_to_what_was_expected(
    got: Plain, expected: Plain, right: bool
) -> None:
    assert matches(got, expected, Compare("close", rtol=1e-3)) is right


def test_closeness_may_be_absolute() -> None:
    assert matches(0.05, 0, Compare("close", atol=0.1))
    assert not matches(0.15, 0, Compare("close", atol=0.1))


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ([3, 1, 2], [1, 2, 3], True),
        ([1, 1, 2], [1, 2, 2], False),
        ([1, 2], [1, 2, 2], False),
        ([(1, 2), (0,)], [(0,), (1, 2)], True),
        ([[2, 1]], [[1, 2]], False),
        ([{"b": 2, "a": 1}, 0], [0, {"a": 1, "b": 2}], True),
        ([_NAN, 1], [1, _NAN], True),
        ([1], [1.0], False),
        ((2, 1), (1, 2), False),
        ([2, 1], (1, 2), True),
        ({1, 2}, [1, 2], False),
        ([], "", False),
    ],
)
def test_unordered(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("unordered")) is right


@pytest.mark.parametrize(
    ("got", "expected", "tokens", "lines"),
    [
        ("1 2\n", "1 2", True, True),
        ("1 2  \r\n\n\n", "1 2\n", True, True),
        ("1\n2", "1 2", True, False),
        (" 1 2", "1 2", True, False),
        ("\n1", "1", True, False),
        ("", "\n\n", True, True),
        ("1", "1 1", False, False),
        ("1.0", "1", False, False),
        ("a\ud800", "a\ud800", True, True),
        (1, "1", False, False),
        (None, "", False, False),
    ],
)
def test_text(got: Plain, expected: str, tokens: bool, lines: bool) -> None:
    assert matches(got, expected, Compare("tokens")) is tokens
    assert matches(got, expected, Compare("lines")) is lines


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ([3, 1, 1], (1, 3), True),
        ({1, 3}, [3, 1, 3], True),
        ([1.0, True, 2], {1, 2}, True),
        ([[1, 2.0]], [[1.0, 2]], True),
        ([{1: 0}], [{True: 0.0}], True),
        ([1j * 1j], [-1], True),
        ([], set(), True),
        ([[2, 1]], [[1, 2]], False),
        ([1, 2], [1], False),
        ([1], [1, 2], False),
        ("ab", ["a", "b"], False),
        (["a", "b"], "ab", False),
        ([1.5], [1], False),
        ([_NAN], [_NAN], True),
    ],
)
def test_set(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("set")) is right


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ((1, (2,)), [1, [2]], True),
        ({1: "a"}, {"1": "a"}, True),
        ({True: 1, None: 2}, {"true": 1, "null": 2}, True),
        ({"a": (1,)}, {"a": [1.05]}, True),
        ([1], 1, False),
        ({1: "a"}, {"2": "a"}, False),
        ({1}, [1], False),
        ("1", 1, False),
    ],
)
def test_json(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("json", atol=0.1)) is right


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        (1, [1, 2], True),
        (2.0, [1, 2], True),
        (2.01, [1, 2], True),
        (3, [1, 2], False),
        ([1, 2], [1, 2], False),
        ([1, 2], [[2, 1], [1, 2]], True),
        ((1, 2), [[1, 2]], True),
        (None, [], False),
        (1, 1, False),
        ("a", "abc", False),
    ],
)
def test_any_of(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("any_of", atol=0.05)) is right


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        (-0.5, [1, 2], True),
        (-0.50001, [1, 2], True),
        (-0.6, [1, 2], False),
        (2, [-8, 0, 0, 1], True),
        (None, [0], False),
        (True, [-1, 1], False),
        ("1", [-1, 1], False),
        (_NAN, [0], False),
        (math.inf, [1, 1], False),
        (1e300, [1, 1, 1, 1], False),
        (10**400, [1, 1], False),
        (1, ["a"], False),
        (1, 0, False),
    ],
)
def test_root(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("root", atol=1e-4)) is right


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ("1 2.0\n", "1.0 2", True),
        ("1.0000001", "1", True),
        ("1.1", "1", False),
        ("10000001", "10000000", False),
        ("10000001.0", "10000000", True),
        ("1\n2", "1 2", False),
        ("yes 1", "yes 1.0", True),
        ("Yes", "yes", False),
        ("nan", "nan", True),
        ("nan", "NaN", False),
        ("inf", "1", False),
        ("1e999999999", "1", False),
        ("0" * 2000 + "1", "1", False),
        ("", "1", False),
        ("1\n\n", "1", True),
        (1, "1", False),
    ],
)
def test_numbers(got: Plain, expected: str, right: bool) -> None:
    assert matches(got, expected, Compare("numbers", rtol=1e-6)) is right


def test_numbers_without_tolerance_are_exact() -> None:
    long = "9007199254740993"
    assert matches(long + ".0", long, Compare("numbers"))
    assert not matches("9007199254740992", long, Compare("numbers"))


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ("ValueError", "ValueError", True),
        ("std::out_of_range", "out_of_range", True),
        ("java.lang.ArithmeticException", ["ValueError", "ArithmeticException"], True),
        ("Main$Problem", "Problem", True),
        ("KeyError", None, True),
        ("UnicodeError", "ValueError", False),
        ("XValueError", "ValueError", False),
        ("ValueError", [], False),
        (None, None, False),
        (None, "None", False),
        (["ValueError"], "ValueError", False),
    ],
)
def test_raises(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("raises")) is right


@given(
    plain_values() | st.sets(st.integers()), st.sampled_from(["equal", "strict", "close", "json"])
)
def test_an_answer_is_right_when_it_is_what_was_expected(value: Plain, kind: str) -> None:
    assert matches(decode(encode(value)), value, Compare(kind))


@given(plain_values(), plain_values())
def test_strict_is_stricter_than_equal(got: Plain, expected: Plain) -> None:
    if matches(got, expected, Compare("strict")):
        assert matches(got, expected, Compare("equal"))


@given(st.lists(plain_values(), max_size=4), st.randoms(use_true_random=False))
def test_order_never_counts_when_unordered(items: list[Plain], random: Any) -> None:
    shuffled = random.sample(items, len(items))
    assert matches(shuffled, items, Compare("unordered"))


def test_an_unknown_rule_suggests_one() -> None:
    with pytest.raises(UnknownNameError, match=r"no comparison 'equals'. Did you mean 'equal'"):
        matches(1, 1, Compare("equals"))


@pytest.mark.parametrize(
    ("got", "expected", "right"),
    [
        ("6.00", 6.0, True),
        (6, "6", True),
        ([" 1\n", {"a": ""}], [1, {"a": 0}], True),
        ("1", True, True),
        (True, 1, True),
        ("a", "a", True),
        ("6.01", 6.0, False),
        ("", None, False),
        (None, 0, False),
        ("null", None, False),
        ("[1]", [1], False),
        ("1_0", 10, False),
        ("six", 6, False),
        ("1" * 5000, 10, False),
        ([1], [1, 2], False),
        ("a", "b", False),
    ],
)
def test_loose_is_javascript_s_own(got: Plain, expected: Plain, right: bool) -> None:
    assert matches(got, expected, Compare("loose")) is right


def test_every_rule_is_tested_here() -> None:
    known = "any_of close equal exchange json lines loose "
    known += "numbers raises root set strict tokens unordered"
    assert list(comparators) == known.split()
