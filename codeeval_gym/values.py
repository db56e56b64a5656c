"""Plain data: the only values that cross a jail's border, and their JSON form.

A program's answer, a test's argument and an expected value are *plain data*: ``None``, ``bool``,
``int`` of any size, ``float``, ``complex``, ``str``, ``bytes``, ``list``, ``tuple``, ``set``
(a frozenset counts as a set) and ``dict``. JSON has no tuple, set, bytes, NaN or big integer, so
those are written as an object with one key that starts with ``$``:

    ============================  =================================
    ``(1, 2)``                    ``{"$tuple": [1, 2]}``
    ``{1, 2}``                    ``{"$set": [1, 2]}``
    ``{1: "a"}``                  ``{"$dict": [[1, "a"]]}``
    ``b"ab"``                     ``{"$bytes": "6162"}``
    ``2 ** 80``                   ``{"$int": "0x100000000000000000000"}``
    ``float("nan")``              ``{"$float": "nan"}``
    ``1j``                        ``{"$complex": [0.0, 1.0]}``
    ============================  =================================

The text that comes back from a jail was written by a hostile program. :func:`decode` therefore
never unpickles or evaluates, bounds depth, items and items that share a hash, and answers every
malformed text with one error, :class:`PlainDataError`.

JSON has no way to keep a high surrogate apart from the low one that follows it: a text with such
a pair comes back with the one character that they spell.
"""

import json
from typing import Annotated, Any

from codeeval_gym.trees import PlainDataError, from_tree, to_tree

__all__ = ["Plain", "PlainDataError", "decode", "encode", "from_tree", "is_plain", "to_tree"]

Plain = Annotated[Any, "plain data"]
"""A value made of the types named in the module docstring. Python cannot spell this type."""


def encode(value: Plain) -> str:
    """Write plain data as one line of ASCII JSON.

    Args:
        value: Plain data. Subclasses (a named tuple, a Counter) are written by content, as the
            plain type they derive from.

    Raises:
        PlainDataError: If ``value`` holds anything else, refers to itself, or is too deep.
    """
    return json.dumps(to_tree(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def decode(text: str | bytes) -> Plain:
    """Read plain data from JSON that a hostile program may have written.

    Args:
        text: At most as long as the caller is ready to hold; the length is the caller's bound.

    Raises:
        PlainDataError: For every text that is not plain data within the bounds. Nothing else is
            raised, whatever the text.
    """
    try:
        tree = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise PlainDataError(f"not JSON: {error}") from None
    return from_tree(tree)


def is_plain(value: object) -> bool:
    """True when :func:`encode` accepts ``value``."""
    try:
        to_tree(value)
    except PlainDataError:
        return False
    return True


def _refuse_constant(name: str) -> Any:
    raise PlainDataError(f'{name} is written as {{"$float": ...}}')
