"""Copies plain data and leaves everything else: nothing that a class defines is called."""

from __future__ import annotations

__all__ = ["NotPlainError", "copy_of"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_ITEMS = 2000
MAX_TEXT = 4000
MAX_DEPTH = 20


class NotPlainError(Exception):
    """The value is no plain data, or too large for a test."""


def copy_of(value: Any) -> Any:
    """A copy of plain data that shares nothing with it.

    Raises:
        NotPlainError: If it holds anything else or is too large.
    """
    return _copy(value, [MAX_ITEMS, MAX_TEXT], 0)


def _copy(value: Any, left: list[int], depth: int) -> Any:
    kind = type(value)
    left[0] -= 1
    if left[0] < 0 or depth > MAX_DEPTH:
        raise NotPlainError("too large")
    if kind in (str, bytes):
        left[1] -= len(value)
        if left[1] < 0:
            raise NotPlainError("too large")
        return value
    if kind is int and value.bit_length() > 512:
        raise NotPlainError("too large")
    if value is None or kind in (bool, int, float, complex):
        return value
    if kind in (list, range):
        return [_copy(item, left, depth + 1) for item in value]
    if kind is tuple:
        return tuple([_copy(item, left, depth + 1) for item in value])
    if kind in (set, frozenset):
        return {_frozen(_copy(item, left, depth + 1)) for item in value}
    if kind is dict:
        pairs = list(value.items())
        return {
            _frozen(_copy(key, left, depth + 1)): _copy(item, left, depth + 1)
            for key, item in pairs
        }
    raise NotPlainError(f"a {kind.__name__} is not plain data")


def _frozen(value: Any) -> Any:
    return frozenset(value) if type(value) is set else value
