"""Programs without merit, for any challenge and language."""

import math
from collections.abc import Iterator, Mapping

from codeeval_gym.challenges.gate.trivial import _scripted, _typed
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import CallTest, Challenge, StdioTest
from codeeval_gym.values import Plain, is_plain

__all__ = ["trivial_programs"]

_CONSTANTS: tuple[Plain, ...] = (None, 0, "", [], True, False)
_LANGUAGES = ("python", "javascript", "java", "cpp", "rust")
_MAX_LITERAL = 2000


def trivial_programs(challenge: Challenge, language: str = "python") -> Mapping[str, str]:
    """Return programs that no good challenge accepts.

    They are empty, do nothing, raise, end with exit code 0 when loaded or when called, hand an
    argument back, return one value whatever they are given, or return what claims to be equal to
    everything. In a typed language they are the reference with another body, so that they compile:
    without a reference or a starter there is only the empty program. What cannot be written in a
    language is not there: an object equal to everything has a type, and where the function returns
    a list of a library's, or a number, that type is not ours to choose.

    Args:
        challenge: The challenge.
        language: The programs' language.

    Returns:
        The programs, by a name that says what each does.

    Raises:
        UnknownNameError: If there is no such language.
    """
    if language not in _LANGUAGES:
        raise UnknownNameError("language", language, _LANGUAGES)
    programs = {"empty": ""}
    if challenge.signature is None:
        first = next((item for item in challenge.tests if isinstance(item, StdioTest)), None)
        return programs | _scripted.printing(language, first.stdout if first else "")
    constants = list(_constants(challenge))
    if language in ("python", "javascript"):
        return programs | _scripted.functions(language, challenge.signature.name, constants)
    text = challenge.references.get(language) or challenge.starter.get(language, "")
    bodies = _typed.bodies(text, language, challenge.signature.name, constants)
    return programs | bodies


def _constants(challenge: Challenge) -> Iterator[Plain]:
    yield from _CONSTANTS
    for test in challenge.tests[:1]:
        if isinstance(test, CallTest) and _is_literal(test.expected):
            yield test.expected


def _is_literal(value: Plain) -> bool:
    """True where every language has a way to write the value down."""
    if isinstance(value, list | tuple):
        return all(map(_is_literal, value)) and len(repr(value)) <= _MAX_LITERAL
    if isinstance(value, dict):
        return all(map(_is_literal, [*value, *value.values()])) and is_plain(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int | str)
