"""Writes records as JSON without the ``json`` package, whose import costs a launcher 8 ms."""

from __future__ import annotations

from _json import encode_basestring_ascii, make_encoder  # what json.dumps itself is made of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["line"]


def _refuse(value: object) -> Any:
    raise TypeError(f"a {type(value).__name__} is no part of a record")


_encode = make_encoder(None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, False)


def line(record: Any) -> bytes:
    """One record as a line of ASCII.

    Raises:
        TypeError: If it holds what JSON cannot write.
        ValueError: If it holds a number that is not finite.
    """
    return "".join(_encode(record, 0)).encode("ascii") + b"\n"
