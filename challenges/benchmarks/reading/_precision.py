"""Floats of single precision, where a function returns such."""

from dataclasses import replace

from codeeval_gym.challenges.benchmarks.reading._types import is_single, to_single
from codeeval_gym.types import CallTest, Compare
from codeeval_gym.values import Plain

__all__ = ["single_precision"]

_CLOSE = Compare("close", rtol=1e-6)


def single_precision(tests: tuple[CallTest, ...], returns: str) -> tuple[CallTest, ...]:
    """The tests of a function, with the precision of what it returns.

    An expected float that single precision cannot hold is compared within one part in a million.

    Args:
        tests: As they were read.
        returns: The function's return type, as it is written.
    """
    if not is_single(returns):
        return tests
    return tuple(
        test
        if test.compare.kind == "close" or _is_held(test.expected)
        else replace(test, compare=_CLOSE)
        for test in tests
    )


def _is_held(value: Plain) -> bool:
    """True when single precision holds all floats of a value."""
    if isinstance(value, list | tuple):
        return all(map(_is_held, value))
    return not isinstance(value, float) or to_single(value) == value
