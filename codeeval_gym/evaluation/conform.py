"""Reads an answer of another language in the shape of the right one, where it has no such shape.

Only what a language cannot say is read differently, and only into a value equal to it but for its
type: a wrong answer stays wrong.
"""

from collections.abc import Sequence

from codeeval_gym.values import Plain

__all__ = ["conform"]


def conform(got: Plain, expected: Plain, language: str) -> Plain:
    """Return ``got`` with the types of ``expected`` that ``language`` does not have.

    Outside Python a list is read as a tuple of the same length where one is expected. JavaScript
    has one kind of number and only text as an object's key: there a whole number is an integer or
    a float as expected, and a decimal key an integer.

    Args:
        got: The program's answer, plain data.
        expected: The right answer, plain data.
        language: The program's language.
    """
    if language == "python":
        return got
    if type(got) in (list, tuple) and isinstance(expected, list | tuple):
        return _sequence(got, expected, language)
    if type(got) is dict and isinstance(expected, dict):
        return _dict(got, expected, language)
    return _number(got, expected) if language == "javascript" else got


def _sequence(got: Sequence[Plain], expected: Sequence[Plain], language: str) -> Plain:
    if len(got) != len(expected):
        return got
    items = [conform(one, other, language) for one, other in zip(got, expected, strict=True)]
    is_tuple = isinstance(got, tuple) or isinstance(expected, tuple)
    return tuple(items) if is_tuple else items


def _dict(got: dict[Plain, Plain], expected: dict[Plain, Plain], language: str) -> Plain:
    if language == "javascript" and all(type(key) is int for key in expected):
        numbers = {str(key): key for key in expected}
        if got.keys() == numbers.keys():
            got = {numbers[key]: value for key, value in got.items()}
    return {
        key: conform(value, expected[key], language) if key in expected else value
        for key, value in got.items()
    }


def _number(got: Plain, expected: Plain) -> Plain:
    """``got`` as the expected kind of number, if it is the same number."""
    wanted = type(expected)
    if {type(got), wanted} != {int, float}:
        return got
    try:
        number = wanted(got)
    except (OverflowError, ValueError):  # beyond the largest float; infinite or NaN
        return got
    return number if number == got else got
