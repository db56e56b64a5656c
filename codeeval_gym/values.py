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

This file runs on both sides of the border: the jail's driver is given this source as it stands,
so it imports the standard library only.
"""

import json
import math
from collections import Counter
from typing import Annotated, Any

__all__ = ["Plain", "PlainDataError", "decode", "encode", "from_tree", "is_plain", "to_tree"]

Plain = Annotated[Any, "plain data"]
"""A value made of the types named in the module docstring. Python cannot spell this type."""

MAX_DEPTH = 100
MAX_ITEMS = 1_000_000
MAX_SAME_HASH = 100
"""Items of one set or dict with the same hash: n of them, all different, cost n² to insert."""

_SMALL_INT = 1 << 63
_NON_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class PlainDataError(ValueError):
    """The value is not plain data, or the text does not describe plain data within the bounds."""


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


def to_tree(value: Plain, depth: int = 0) -> Any:
    """Turn plain data into what ``json.dumps`` can write.

    Raises:
        PlainDataError: As :func:`encode`.
    """
    if depth > MAX_DEPTH:
        raise PlainDataError(f"nested deeper than {MAX_DEPTH}")
    if value is None or value is True or value is False:
        return value
    for kinds, write in _WRITERS:
        if issubclass(type(value), kinds):  # isinstance would believe a __class__ that lies
            return write(value, depth + 1)
    raise PlainDataError(f"a {type(value).__name__:.80} is not plain data")


def from_tree(tree: Any) -> Plain:
    """Turn parsed JSON back into plain data.

    Raises:
        PlainDataError: As :func:`decode`.
    """
    try:
        return _Reader().read(tree, 0)
    except RecursionError:  # of a caller that is deep in the stack itself
        raise PlainDataError("nested too deeply") from None


def _write_int(value: Any, depth: int) -> Any:
    number = int.__add__(value, 0)
    return number if -_SMALL_INT <= number < _SMALL_INT else {"$int": hex(number)}


def _write_float(value: Any, depth: int) -> Any:
    number = float.__add__(value, -0.0)  # -0.0 is the neutral element: 0.0 would lose the sign
    return number if math.isfinite(number) else {"$float": repr(number)}


def _write_complex(value: Any, depth: int) -> Any:
    number = complex.__add__(value, complex(-0.0, -0.0))
    return {"$complex": [to_tree(number.real, depth), to_tree(number.imag, depth)]}


def _write_str(value: Any, depth: int) -> Any:
    return str.__str__(value)


def _write_bytes(value: Any, depth: int) -> Any:
    return {"$bytes": bytes.hex(value)}


def _write_list(value: Any, depth: int) -> Any:
    return [to_tree(item, depth) for item in list.__iter__(value)]


def _write_tuple(value: Any, depth: int) -> Any:
    return {"$tuple": [to_tree(item, depth) for item in tuple.__iter__(value)]}


def _write_set(value: Any, depth: int) -> Any:
    items = set.__iter__(value) if issubclass(type(value), set) else frozenset.__iter__(value)
    written = [to_tree(item, depth) for item in items]
    # Sorted, so that the same set is the same text: texts are hashed to identify challenges.
    return {"$set": sorted(written, key=lambda item: json.dumps(item, sort_keys=True))}


def _write_dict(value: Any, depth: int) -> Any:
    pairs = [(key, to_tree(item, depth)) for key, item in dict.items(value)]
    if all(type(key) is str and not key.startswith("$") for key, _ in pairs):
        return dict(pairs)
    return {"$dict": [[to_tree(key, depth), item] for key, item in pairs]}


_WRITERS = (
    (int, _write_int),
    (str, _write_str),
    (float, _write_float),
    (list, _write_list),
    (tuple, _write_tuple),
    (dict, _write_dict),
    ((set, frozenset), _write_set),
    (bytes, _write_bytes),
    (complex, _write_complex),
)


class _Reader:
    """Reads one tree and counts what it has read, so that the bounds hold for the whole value."""

    def __init__(self) -> None:
        self.items = 0

    def read(self, tree: Any, depth: int) -> Plain:
        if depth > MAX_DEPTH:
            raise PlainDataError(f"nested deeper than {MAX_DEPTH}")
        if isinstance(tree, list):
            return self._sequence(tree, depth)
        if isinstance(tree, dict):
            return self._object(tree, depth)
        return tree

    def _sequence(self, tree: Any, depth: int) -> list[Plain]:
        if not isinstance(tree, list):
            raise PlainDataError("expected a list in a tagged value")
        self.items += len(tree)
        if self.items > MAX_ITEMS:
            raise PlainDataError(f"more than {MAX_ITEMS} items")
        return [self.read(item, depth + 1) for item in tree]

    def _object(self, tree: dict[str, Any], depth: int) -> Plain:
        if len(tree) == 1:
            ((tag, body),) = tree.items()
            if tag.startswith("$"):
                return self._tagged(tag, body, depth)
        values = self._sequence(list(tree.values()), depth)
        return dict(zip(tree.keys(), values, strict=True))

    def _tagged(self, tag: str, body: Any, depth: int) -> Plain:
        try:
            if tag == "$tuple":
                return tuple(self._sequence(body, depth))
            if tag == "$set":
                return set(_keys(self._sequence(body, depth)))
            if tag == "$dict":
                pairs = [(key, item) for key, item in self._sequence(body, depth)]
                keys = _keys([key for key, _ in pairs])
                return {key: item for key, (_, item) in zip(keys, pairs, strict=True)}
            if tag == "$bytes":
                return bytes.fromhex(body)
            if tag == "$int":
                return int(body, 16)
            if tag == "$float":
                return _NON_FINITE[body]
            if tag == "$complex":
                real, imag = self._sequence(body, depth)
                return complex(real, imag)
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            raise PlainDataError(f"malformed {tag:.20}: {error!s:.80}") from None
        raise PlainDataError(f"unknown tag {tag:.20}")


def _keys(items: list[Plain]) -> list[Plain]:
    """The items as keys: sets in them frozen, and not chosen to be slow to insert."""
    keys = [_frozen(item) for item in items]
    if max(Counter(map(hash, keys)).values(), default=0) > MAX_SAME_HASH:
        raise PlainDataError(f"more than {MAX_SAME_HASH} items of a set or dict share one hash")
    return keys


def _frozen(item: Plain) -> Plain:
    if isinstance(item, tuple):
        return tuple(_frozen(inner) for inner in item)
    return frozenset(item) if isinstance(item, set) else item


def _refuse_constant(name: str) -> Any:
    raise PlainDataError(f'{name} is written as {{"$float": ...}}')
