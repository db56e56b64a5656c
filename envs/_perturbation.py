"""Wrong values in the place of right ones: of the same type, and the same for the same seed."""

import math
import string
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from codeeval_gym.evaluation.compare import matches
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain

__all__ = ["perturbed"]

_TRIES = 20
_LOOKED_AT = 30
"""Parts from the front that are changed: what is written of a long value ends somewhere."""
_TWO_VALUED = (bool, type(None))
"""Types of which a wrong value gives the right one away."""
_ALPHABETS = (string.digits, string.ascii_lowercase, string.ascii_uppercase)


def perturbed(
    value: Plain, compare: Compare, *, seed: str, got: Plain, shown: Callable[[Plain], str]
) -> Plain:
    """A wrong answer that looks like the right one.

    Args:
        value: The right answer.
        compare: How answers are compared with it.
        seed: Decides which wrong answer it is.
        got: What the program answered; it is not given back either.
        shown: How an answer is written; the two are told apart when they are written, too.

    Returns:
        A value of the same type that the comparison refuses; ``None`` where there is none that
        would not give the right one away, as of a truth value.
    """
    if isinstance(value, _TWO_VALUED) or compare.kind == "raises":
        return None
    random = Random(seed)  # seeded by the text itself, not by its salted hash
    told = {shown(value), shown(got)}
    for _ in range(_TRIES):
        other = _every(value, random) if compare.kind == "any_of" else _other(value, random)
        each = other if compare.kind == "any_of" else (other,)
        if shown(other) in told or type(other) is not type(value):
            continue
        if not any(matches(one, value, compare) for one in each):
            return other
    return None


def _every(value: Plain, random: Random) -> Plain:
    """Every one of several right answers, perturbed."""
    return type(value)(_other(one, random) for one in value)


def _other(value: Plain, random: Random) -> Plain:
    """The value with one of its parts changed; itself if it has none that can be."""
    if isinstance(value, bool):
        return not value
    for kind, change in _CHANGES.items():
        if isinstance(value, kind):
            return change(value, random)
    return value


def _integer(value: int, random: Random) -> int:
    step = random.randint(1, max(9, abs(value) // 4))
    return value + random.choice((-step, step))


def _real(value: float, random: Random) -> float:
    if not math.isfinite(value):
        return float(random.randint(-9, 9))
    return value + random.choice((-1, 1)) * random.uniform(0.5, 1.0) * max(1.0, abs(value) / 4)


def _complex(value: complex, random: Random) -> complex:
    return complex(_real(value.real, random), value.imag)


def _text(value: str, random: Random) -> str:
    """One letter or digit is another; a text that begins without any gets a letter before it."""
    head = value[:_LOOKED_AT]
    places = [place for place, letter in enumerate(head) if _alphabet(letter)]
    if not places:
        return random.choice(string.ascii_lowercase) + value
    place = random.choice(places)
    letters = _alphabet(value[place]).replace(value[place], "")
    return value[:place] + random.choice(letters) + value[place + 1 :]


def _alphabet(letter: str) -> str:
    return next((letters for letters in _ALPHABETS if letter in letters), "")


def _binary(value: bytes, random: Random) -> bytes:
    if not value:
        return bytes([random.randrange(256)])
    place = random.randrange(min(len(value), _LOOKED_AT))
    return (
        value[:place] + bytes([(value[place] + random.randint(1, 255)) % 256]) + value[place + 1 :]
    )


def _sequence(value: Sequence[Any], random: Random) -> Plain:
    if not value:
        return value
    items = list(value)
    place = random.randrange(min(len(items), _LOOKED_AT))
    items[place] = _other(items[place], random)
    return type(value)(items)  # type: ignore[call-arg]  # a list or a tuple


def _set(value: set[Any], random: Random) -> Plain:
    # A set has no order that lasts: texts are hashed anew in every process.
    return type(value)(_sequence(sorted(value, key=repr), random))


def _mapping(value: dict[Any, Any], random: Random) -> Plain:
    if not value:
        return value
    key = random.choice(list(value))
    return {**value, key: _other(value[key], random)}


_CHANGES: dict[type | tuple[type, ...], Callable[[Any, Random], Plain]] = {
    int: _integer,
    float: _real,
    complex: _complex,
    str: _text,
    bytes: _binary,
    (list, tuple): _sequence,
    (set, frozenset): _set,
    dict: _mapping,
}
"""The first type that fits decides."""
