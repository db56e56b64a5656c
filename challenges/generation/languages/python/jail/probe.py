"""Calls the original with one input and says how it ended. Appended to the original's program."""

from __future__ import annotations

import signal

from codeeval_gym.challenges.generation.languages.python.jail.plain import NotPlainError, copy_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SECONDS = 1.0
"""CPU time of one call: what else runs on the machine must not decide what becomes a test."""


class SlowError(BaseException):
    """The call takes too long for a test."""


def _end(number: int, frame: object) -> None:
    raise SlowError


def examine(function: Callable[..., Any], arguments: list[Any]) -> list[Any]:
    """Return ``[how it ended, answer or name of the error]``."""
    before = repr(arguments)
    signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        result = function(*arguments)
    except SlowError:
        return ["slow", None]
    except BaseException as error:
        signal.setitimer(signal.ITIMER_PROF, 0)
        return ["raised", type(error).__name__]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        copied = copy_of(result)
    except NotPlainError as error:
        return ["not plain", str(error)]
    if repr(arguments) != before:
        return ["changed", copied]
    return ["returned", copied]
