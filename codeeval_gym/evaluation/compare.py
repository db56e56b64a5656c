"""Compares an answer with what was expected. Both are plain data: no rule of theirs is called."""

import math
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from codeeval_gym.registry import Registry
from codeeval_gym.types import Compare
from codeeval_gym.values import Plain, encode, from_tree, to_tree

__all__ = ["comparators", "matches"]

Leaf = Callable[[Plain, Plain], bool]
Comparator = Callable[[Plain, Plain, Compare], bool]

_MAX_NUMBER = 1000
"""Letters of a token that is still read as a number."""

comparators: Registry[Comparator] = Registry("comparison", group="codeeval_gym.comparators")
"""Comparisons by name, each ``(got, expected, compare) -> bool``."""


def matches(got: Plain, expected: Plain, compare: Compare) -> bool:
    """True when ``got`` is a right answer.

    Args:
        got: What the program gave, plain data; for ``raises``, the name of the class that it
            raised, or ``None`` if it raised nothing.
        expected: The right answer, plain data; what else it may be, ``Compare.kind`` says.
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


@comparators.register("loose")
def _loose(got: Plain, expected: Plain, compare: Compare) -> bool:
    def leaf(one: Plain, other: Plain) -> bool:
        if _equal_leaf(one, other):
            return True
        if isinstance(one, str) == isinstance(other, str) or None in (one, other):
            return False
        text, number = (one, other) if isinstance(one, str) else (other, one)
        return type(number) in (int, float, bool) and _spells(text, number)

    return _alike(got, expected, leaf)


def _spells(text: str, number: float) -> bool:
    """True when JavaScript reads the text as that number, white space around it aside."""
    if len(text) > _MAX_NUMBER or "_" in text:
        return False
    try:
        return float(text.strip() or 0) == number
    except ValueError:
        return False


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


@comparators.register("json")
def _json(got: Plain, expected: Plain, compare: Compare) -> bool:
    return _close(_as_json(got), _as_json(expected), compare)


def _as_json(value: Plain) -> Plain:
    """The value as JSON holds it: no tuples, and texts for keys."""
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    if isinstance(value, dict):
        return {_json_key(key): _as_json(item) for key, item in value.items()}
    return value


def _json_key(key: Plain) -> str:
    if isinstance(key, bool) or key is None:
        return {True: "true", False: "false", None: "null"}[key]
    return key if isinstance(key, str) else encode(key)


@comparators.register("any_of")
def _any_of(got: Plain, expected: Plain, compare: Compare) -> bool:
    if not isinstance(expected, list | tuple):
        return False
    return any(_json(got, right, compare) for right in expected)


@comparators.register("root")
def _root(got: Plain, expected: Plain, compare: Compare) -> bool:
    if type(got) not in (int, float) or not isinstance(expected, list | tuple):
        return False
    if not abs(got) < math.inf:
        return False
    try:
        value = sum(factor * math.pow(got, power) for power, factor in enumerate(expected))
        return bool(abs(value) <= compare.atol)
    except (OverflowError, TypeError):  # too large; expected holds no numbers
        return False


@comparators.register("set")
def _set(got: Plain, expected: Plain, compare: Compare) -> bool:
    kinds = (list, tuple, set)
    if not isinstance(got, kinds) or not isinstance(expected, kinds):
        return False
    return {_canonical(_level(item)) for item in got} == {
        _canonical(_level(item)) for item in expected
    }


def _level(value: Plain) -> Plain:
    """The value with one type for numbers that are equal: ``1``, ``1.0`` and ``True`` are 1."""
    if isinstance(value, list | tuple | set | frozenset):
        items = [_level(item) for item in value]
        return items if isinstance(value, list) else type(value)(items)
    if isinstance(value, dict):
        return {_level(key): _level(item) for key, item in value.items()}
    if isinstance(value, complex) and value.imag == 0:
        value = value.real
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    return value


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


@comparators.register("numbers")
def _numbers(got: Plain, expected: Plain, compare: Compare) -> bool:
    if not isinstance(got, str):
        return False
    lines, wanted = ([line.split() for line in _trimmed(text)] for text in (got, str(expected)))
    return len(lines) == len(wanted) and all(
        len(line) == len(other)
        and all(
            _same_token(token, right, compare) for token, right in zip(line, other, strict=True)
        )
        for line, other in zip(lines, wanted, strict=True)
    )


def _same_token(got: str, expected: str, compare: Compare) -> bool:
    if got == expected:
        return True
    if len(got) > _MAX_NUMBER or len(expected) > _MAX_NUMBER:
        return False
    try:
        one, other = Decimal(got), Decimal(expected)
    except InvalidOperation:
        return False
    if not (one.is_finite() and other.is_finite()):
        return False
    whole = got.lstrip("+-").isdecimal() and expected.lstrip("+-").isdecimal()
    tolerant = not whole and (compare.atol > 0 or compare.rtol > 0)
    return one == other or (tolerant and _within(float(one), float(other), compare))


@comparators.register("raises")
def _raises(got: Plain, expected: Plain, compare: Compare) -> bool:
    if not isinstance(got, str):
        return False
    names = [expected] if isinstance(expected, str) else expected
    return names is None or _last_name(got) in {_last_name(str(name)) for name in names}


def _last_name(name: str) -> str:
    """The class's own name, without module, package or namespace."""
    return re.split(r"::|\.|\$", name)[-1]


def _trimmed(text: str) -> list[str]:
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n").split("\n")
