"""How an answer of a language without tuples, or with one kind of number, is read."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.evaluation.compare import matches
from codeeval_gym.evaluation.conform import conform
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain, encode

STRICT = Compare("strict")
LANGUAGES = ("cpp", "java", "javascript", "python", "rust")

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
keys = st.booleans() | st.integers(-5, 5) | st.text("015-", max_size=2)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
    ),
    max_leaves=8,
)


def bare(value: Plain) -> Plain:
    """Equal for values that differ in nothing but tuples, kinds of number and decimal keys."""
    if isinstance(value, list | tuple):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {("k", str(key)): bare(item) for key, item in value.items()}
    return encode(value + 0.0) if type(value) in (int, float) and abs(value) < 2**53 else value


def in_javascript(value: Plain) -> Plain:
    """The value as a JavaScript program gives it back."""
    if isinstance(value, list | tuple):
        return [in_javascript(item) for item in value]
    if isinstance(value, dict):
        return {str(key): in_javascript(item) for key, item in value.items()}
    return int(value) if type(value) is float and value.is_integer() else value


@given(values, st.sampled_from(LANGUAGES))
def test_a_right_answer_stays_as_it_is(value: Plain, language: str) -> None:
    assert encode(conform(value, value, language)) == encode(value)


@given(values, values, st.sampled_from(LANGUAGES))
def test_no_answer_becomes_right_that_says_something_else(
    got: Plain, expected: Plain, language: str
) -> None:
    if matches(conform(got, expected, language), expected, STRICT):
        assert encode(bare(got)) == encode(bare(expected))


@given(st.recursive(st.integers(-9, 9) | st.floats(-9, 9), lambda i: st.lists(i).map(tuple)))
def test_a_javascript_answer_takes_the_expected_types(value: Plain) -> None:
    assert matches(conform(in_javascript(value), value, "javascript"), value, STRICT)


@pytest.mark.parametrize(
    ("got", "expected", "language"),
    [
        ([1, [2]], (1, (2,)), "java"),
        ([[1, 2]], [(1, 2)], "cpp"),
        ({"a": [1]}, {"a": (1,)}, "rust"),
        (3, 3.0, "javascript"),
        (-0.0, 0, "javascript"),
        ({"1": 2, "-3": 4}, {1: 2.0, -3: 4}, "javascript"),
    ],
)
def test_what_a_language_cannot_say_is_read_as_expected(
    got: Plain, expected: Plain, language: str
) -> None:
    assert matches(conform(got, expected, language), expected, STRICT)


@pytest.mark.parametrize(
    ("got", "expected", "language"),
    [
        ([1, 2], (1, 2), "python"),
        ((1, 2), [1, 2], "rust"),
        ([1, 2], (1, 2, 3), "cpp"),
        ([2, 1], (1, 2), "cpp"),
        (3, 3.0, "java"),
        (True, 1, "javascript"),
        (1, True, "javascript"),
        ("3", 3, "javascript"),
        (3, 3.5, "javascript"),
        (math.nan, 3, "javascript"),
        (math.inf, 3, "javascript"),
        (2**53 + 1, float(2**53), "javascript"),
        (10**400, 1.0, "javascript"),
        ({"01": 2}, {1: 2}, "javascript"),
        ({"1": 2, "2": 2}, {1: 2}, "javascript"),
        ({"1": 2}, {1: 2}, "java"),
        (None, 0, "javascript"),
    ],
)
def test_a_wrong_answer_stays_wrong(got: Plain, expected: Plain, language: str) -> None:
    assert not matches(conform(got, expected, language), expected, STRICT)
