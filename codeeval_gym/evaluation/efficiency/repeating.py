"""Calls a Python function many times over. Runs in the program's process, trusted with nothing."""

from collections.abc import Callable
from itertools import repeat
from typing import Any

__all__ = ["changes", "repeated"]


def repeated(function: Callable[..., Any], arguments: list[Any], times: int, keep: bool) -> None:
    """Call it so many times; with ``keep`` each time with a copy of the arguments."""
    if keep:
        for _ in repeat(None, times):
            function(*_copied(arguments))
    else:
        for _ in repeat(None, times):
            function(*arguments)


def changes(function: Callable[..., Any], arguments: list[Any]) -> bool:
    """Whether one call changes its arguments."""
    kept = _copied(arguments)
    function(*arguments)
    return bool(arguments != kept)


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(item) if isinstance(item, list | dict) else item for item in value]
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value
