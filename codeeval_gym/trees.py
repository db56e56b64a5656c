"""Plain data as trees of what JSON can write, and back: see :mod:`codeeval_gym.values`.

This file runs on both sides of a jail's border: its driver is given this source as it stands. It
imports the standard library only, and of that as little as can be: a launcher that has to load
``typing`` and ``json`` takes nearly twice as long to start.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["MAX_DEPTH", "MAX_ITEMS", "MAX_SAME_HASH", "PlainDataError", "from_tree", "to_tree"]

MAX_DEPTH = 100
MAX_ITEMS = 1_000_000
MAX_SAME_HASH = 100
"""Items of one set or dict with the same hash: n of them, all different, cost n² to insert."""

_SMALL_INT = 1 << 63
_NON_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class PlainDataError(ValueError):
    """The value is not plain data, or the text does not describe plain data within the bounds."""


def to_tree(value: Any, depth: int = 0) -> Any:
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


def from_tree(tree: Any) -> Any:
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
    return {"$set": sorted(written, key=_canonical)}


def _canonical(tree: Any) -> str:
    import json

    return json.dumps(tree, sort_keys=True)


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

    def read(self, tree: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise PlainDataError(f"nested deeper than {MAX_DEPTH}")
        if isinstance(tree, list):
            return self._sequence(tree, depth)
        if isinstance(tree, dict):
            return self._object(tree, depth)
        return tree

    def _sequence(self, tree: Any, depth: int) -> list[Any]:
        if not isinstance(tree, list):
            raise PlainDataError("expected a list in a tagged value")
        self.items += len(tree)
        if self.items > MAX_ITEMS:
            raise PlainDataError(f"more than {MAX_ITEMS} items")
        return [self.read(item, depth + 1) for item in tree]

    def _object(self, tree: dict[str, Any], depth: int) -> Any:
        if len(tree) == 1:
            ((tag, body),) = tree.items()
            if tag.startswith("$"):
                return self._tagged(tag, body, depth)
        values = self._sequence(list(tree.values()), depth)
        return dict(zip(tree.keys(), values, strict=True))

    def _tagged(self, tag: str, body: Any, depth: int) -> Any:
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


def _keys(items: list[Any]) -> list[Any]:
    """The items as keys: sets in them frozen, and not chosen to be slow to insert."""
    keys = [_frozen(item) for item in items]
    counts: dict[int, int] = {}
    for key in keys:
        counts[hash(key)] = counts.get(hash(key), 0) + 1
    if max(counts.values(), default=0) > MAX_SAME_HASH:
        raise PlainDataError(f"more than {MAX_SAME_HASH} items of a set or dict share one hash")
    return keys


def _frozen(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(_frozen(inner) for inner in item)
    return frozenset(item) if isinstance(item, set) else item
