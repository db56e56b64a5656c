"""What test code computes with: plain data, and the answers that a program has yet to give."""

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = [
    "Answer",
    "Braces",
    "Function",
    "Gap",
    "NotDataError",
    "arithmetic",
    "compared",
    "denied",
    "mapping",
    "within",
]

_MAX_BITS = 4096
_MAX_TEXT = 100_000


class NotDataError(ValueError):
    """The test code would have to be run: it is more than checks on calls with literals."""


@dataclass(frozen=True)
class Answer:
    """What the program gives for these arguments."""

    args: tuple[Plain, ...]
    """Of the call."""


@dataclass(frozen=True)
class Gap:
    """The difference of an answer and a value, or its absolute value."""

    answer: Answer
    """The one."""
    value: Plain
    """The other."""


@dataclass(frozen=True)
class Function:
    """The challenge's function itself: test code may give it another name."""


_UNKNOWN = Answer | Function | Gap | CallTest


@dataclass(frozen=True)
class Braces:
    """A C++ initialiser list, whose meaning is its type's to say."""

    items: tuple[Plain, ...]
    """What it lists."""


def mapping(pairs: Iterable[Any]) -> dict[Any, Any]:
    """A dict of pairs.

    Raises:
        NotDataError: If they are none, or their keys cannot be.
    """
    try:
        return dict(pairs)
    except (TypeError, ValueError) as error:
        raise NotDataError(f"no dict: {error}") from None


def compared(left: Any, right: Any, compare: Compare) -> CallTest:
    """The test that an answer, on either side, equals a value.

    Raises:
        NotDataError: If none of the two is an answer, or both are, and to different calls.
    """
    answer, value = (left, right) if isinstance(left, Answer) else (right, left)
    same = isinstance(value, Answer) and value == answer
    if not isinstance(answer, Answer) or (isinstance(value, _UNKNOWN) and not same):
        raise NotDataError("a comparison of other things than an answer and a value")
    return CallTest(answer.args, value, compare)


def within(left: Any, bound: Plain) -> CallTest:
    """The test that an answer, or its distance from a value, is below a bound.

    An answer far below is upstream's oversight, not meant: both sides are bounded here.

    Raises:
        NotDataError: If that is not what is compared.
    """
    gap = Gap(left, 0.0) if isinstance(left, Answer) else left
    if not isinstance(gap, Gap) or type(bound) is not float or not 0 < bound < 0.1:
        raise NotDataError("a comparison by size that is no tolerance")
    return CallTest(gap.answer.args, gap.value, Compare("close", atol=bound))


def denied(value: Any, compare: Compare) -> Any:
    """The value of ``not value``, which compares an answer with false as ``compare`` says.

    Raises:
        NotDataError: If it is neither a truth value nor an answer that is one.
    """
    if isinstance(value, bool):
        return not value
    if isinstance(value, Answer):
        return CallTest(value.args, False, compare)
    if isinstance(value, CallTest) and isinstance(value.expected, bool):
        return replace(value, expected=not value.expected)
    raise NotDataError("a negation of more than a truth value")


def arithmetic(sign: str, left: Any, right: Any, *, whole: bool) -> Any:
    """The value of an operation.

    Args:
        sign: The operator.
        left: Its left operand.
        right: Its right operand.
        whole: True where the quotient of integers is one.

    Raises:
        NotDataError: If it cannot be computed.
    """
    if isinstance(left, Answer) and sign in ("+", "-") and type(right) in (int, float):
        return Gap(left, right if sign == "-" else -right)
    texts = isinstance(left, str) and isinstance(right, str)
    if sign == "+" and texts and len(left) + len(right) < _MAX_TEXT:
        return left + right
    if type(left) not in (int, float) or type(right) not in (int, float) or sign not in _SIGNS:
        raise NotDataError(f"cannot compute {sign}")
    try:
        if sign in ("/", "%") and whole and type(left) is type(right) is int:
            quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
            return quotient if sign == "/" else left - right * quotient
        result = _SIGNS[sign](left, right)
    except ArithmeticError as error:
        raise NotDataError(f"cannot compute {sign}: {error}") from None
    if type(result) is int and result.bit_length() > _MAX_BITS:
        raise NotDataError("its value would be huge")
    return result


def _power(left: Any, right: Any) -> Any:
    if type(left) is int and left.bit_length() * abs(right) > _MAX_BITS:
        raise NotDataError("its value would be huge")
    return left**right


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
    "**": _power,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "===": operator.eq,
    "!=": operator.ne,
    "!==": operator.ne,
}
