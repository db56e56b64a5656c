"""Which answers EvalPlus takes for right, where that is more than what its reference gives."""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = ["TRUTH_ADAPTER", "Oracle", "compared", "oracle_of"]

_RTOL = 1e-7
_FLOAT_ATOL = 1e-6

TRUTH_ADAPTER = """\
_entry_point = {name}


def {name}(*given):
    answer = _entry_point(*given)
    return answer if isinstance(answer, bool) else answer is not None
"""
"""For functions whose answer may be a match object or a truth value: whether there is one."""

Args = tuple[Plain, ...]


@dataclass(frozen=True)
class Oracle:
    """What is right for one problem."""

    test: Callable[[Args, Plain, float], CallTest]
    """From arguments, the reference's answer and the record's tolerance to a test."""
    truth: bool = False
    """Only whether there is an answer counts: :data:`TRUTH_ADAPTER` says so."""


def oracle_of(task_id: str) -> Oracle:
    """The oracle of a problem.

    Args:
        task_id: Upstream's, e.g. ``Mbpp/2``.
    """
    return _ORACLES.get(task_id, Oracle(compared))


def compared(args: Args, answer: Plain, atol: float) -> CallTest:
    """Equal to the reference's answer, floats within a tolerance."""
    if atol == 0 and _is_floats(answer):
        atol = _FLOAT_ATOL
    close = Compare("close", rtol=_RTOL, atol=atol)
    return CallTest(args, answer, close if atol else Compare("equal"))


def _is_floats(value: Plain) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return bool(items) and all(isinstance(item, float) for item in items)


def _root(args: Args, answer: Plain, atol: float) -> CallTest:
    return CallTest(args, args[0], Compare("root", atol=atol))


def _as_set(args: Args, answer: Plain, atol: float) -> CallTest:
    return CallTest(args, answer, Compare("set"))


def _any_truth(args: Args, answer: Plain, atol: float) -> CallTest:
    """The statement leaves open what is meant; upstream takes any answer, here a truth value."""
    return CallTest(args, [True, False], Compare("any_of"))


def _or(second: Callable[..., Plain]) -> Callable[[Args, Plain, float], CallTest]:
    def test(args: Args, answer: Plain, atol: float) -> CallTest:
        return CallTest(args, [answer, second(*args)], Compare("any_of", atol=atol))

    return test


def _zero(*args: Plain) -> int:
    return 0


def _digit_distance(one: int, other: int) -> int:
    """The shorter number read with zeros before it."""
    digits = itertools.zip_longest(reversed(str(one)), reversed(str(other)), fillvalue="0")
    return sum(abs(int(left) - int(right)) for left, right in digits)


def _pyramid_surface(base: float, height: float) -> int:
    """The height read as that of the pyramid, not of its side."""
    return round(base**2 + 2 * base * math.hypot(base / 2, height))


_SETS = (2, 7, 111, 140, 232, 249, 579, 769)
_TRUTHS = (737, 787, 794)

_ORACLES: Mapping[str, Oracle] = {
    "HumanEval/32": Oracle(_root),
    "Mbpp/164": Oracle(_any_truth),
    "Mbpp/295": Oracle(_or(_zero)),
    "Mbpp/558": Oracle(_or(_digit_distance)),
    "Mbpp/581": Oracle(_or(_pyramid_surface)),
    **{f"Mbpp/{number}": Oracle(_as_set) for number in _SETS},
    **{f"Mbpp/{number}": Oracle(compared, truth=True) for number in _TRUTHS},
}
