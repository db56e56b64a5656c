"""Words carry plain data both ways, and nothing else gets through."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.sandboxes.wire import call_line, fits_64_bits, read, write
from codeeval_gym.testing.strategies import plain_values
from codeeval_gym.values import Plain, PlainDataError, encode, is_plain


@given(plain_values())
def test_what_is_written_is_read_back(value: Plain) -> None:
    assert encode(read(write(value))) == encode(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "n"),
        (True, "b1"),
        (-(2**70), f"i{-(2**70)}"),
        (-0.0, "f8000000000000000"),
        ("a\U0001f600\ud800", "s61f09f9880eda080"),
        (b"\x00\xff", "y00ff"),
        ([1, (2, "")], "l2 i1 t2 i2 s"),
        ({3}, "e1 i3"),
        ({"k": []}, "d1 s6b l0"),
        ({(1, 2): None}, "d1 t2 i1 i2 n"),
    ],
)
def test_the_words_are_those_of_the_drivers_protocol(value: Plain, words: str) -> None:
    assert write(value) == words
    assert read(words) == value


@pytest.mark.parametrize("bits", ["7ff8000000000000", "7ff0000000000000", "fff0000000000000"])
def test_numbers_that_are_not_finite_survive(bits: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    back = read(f"f{bits}")
    assert math.isnan(back) if math.isnan(number) else back == number


def test_a_big_integer_of_many_digits_survives() -> None:
    assert read("i-" + "9" * 9_999) == 1 - 10**9_999


@given(
    st.text() | st.lists(st.from_regex(r"[nbifsyltedx]-?[0-9a-f]{0,17}"), max_size=9).map(" ".join)
)
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        value = read(text)
    except PlainDataError:
        return
    assert is_plain(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "n ",
        " n",
        "nn",
        "i",
        "i+1",
        "i1_0",
        "i" + "9" * 10_001,
        "i٣",
        "f00",
        "f" + "0" * 18,
        "szz",
        "sff",
        "b2",
        "l",
        "l-1",
        "l2 i1",
        "l999999999",
        "l1000000000000",
        "d1 i1",
        "d1 l0 i1",
        "e1 l0",
        "i1 i2",
        "l1 " * 200 + "i1",
    ],
)
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(PlainDataError):
        read(text)


def test_a_count_is_never_believed() -> None:
    """A claim of a billion items costs no more than the words that are there."""
    with pytest.raises(PlainDataError, match="unknown word"):
        read("l999999999 i1")


@pytest.mark.parametrize("value", [1j, object(), [len]])
def test_what_no_language_can_be_handed_is_refused(value: Plain) -> None:
    with pytest.raises(PlainDataError, match="cannot be handed to this language"):
        write(value)


def test_a_list_in_itself_is_refused() -> None:
    endless: list[Plain] = []
    endless.append(endless)
    with pytest.raises(PlainDataError, match="nested deeper"):
        write(endless)


def test_a_call_is_one_line() -> None:
    assert call_line(2, ("a\n", [1])) == "2 2 s610a l1 i1\n"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (2**63 - 1, True),
        (2**63, False),
        (-(2**63), True),
        (-(2**63) - 1, False),
        ([{"a": (2**64,)}], False),
        ({2**64: 1}, False),
        ([1.5, "x", None, True], True),
    ],
)
def test_integers_beyond_64_bits_are_found_anywhere(value: Plain, fits: bool) -> None:
    assert fits_64_bits(value) is fits
