"""Language-neutral types: how they are read, and which values they have."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from codeeval_gym.values import Plain

__all__ = ["NeutralType", "misfit", "read_type"]

_COUNTS = {"list": 1, "optional": 1, "dict": 2}
_LEAVES = ("int", "float", "str", "bool", "any")
_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1


@dataclass(frozen=True)
class NeutralType:
    """A type of a :class:`~codeeval_gym.types.Signature`; its text is that of a ``Param``."""

    name: str
    """``int``, ``float``, ``str``, ``bool``, ``any``, or a container: ``list``, ``dict`` …"""
    parts: tuple["NeutralType", ...] = ()
    """What it holds, in order."""

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.parts))}]" if self.parts else self.name


@functools.cache
def read_type(text: str) -> NeutralType:
    """Read a type as it is written, e.g. ``dict[str, list[int]]``.

    Raises:
        ValueError: If it is none.
    """
    name, opened, rest = text.strip().partition("[")
    if not opened:
        if name not in _LEAVES:
            raise ValueError(f"There is no type {text!r}; there are {', '.join(_LEAVES)} …")
        return NeutralType(name)
    parts = tuple(map(read_type, _split(rest.removesuffix("]")))) if rest.endswith("]") else ()
    fitting = len(parts) == _COUNTS.get(name, -1) or (name == "tuple" and parts)
    if not fitting:
        raise ValueError(
            f"{text!r} is no type such as list[int], dict[str, int] or tuple[int, str]."
        )
    return NeutralType(name, parts)


def misfit(value: Plain, kind: NeutralType) -> str:
    """Say why ``value`` is no value of ``kind`` in every language; empty if it is one.

    Integers have 64 bits, texts no lone surrogates, and a float is never written as an integer.
    """
    match kind.name:
        case "any":
            return ""
        case "optional":
            return "" if value is None else misfit(value, kind.parts[0])
        case "list" if type(value) is list:
            return _first(misfit(item, kind.parts[0]) for item in value)
        case "tuple" if type(value) is tuple and len(value) == len(kind.parts):
            return _first(map(misfit, value, kind.parts))
        case "dict" if type(value) is dict:
            keys = _first(misfit(key, kind.parts[0]) for key in value)
            return keys or _first(misfit(item, kind.parts[1]) for item in value.values())
        case "int" | "float" | "str" | "bool" if type(value).__name__ == kind.name:
            return _misfit_leaf(value)
    return f"expected {kind}, got {value!r:.80}"


def _misfit_leaf(value: Plain) -> str:
    if type(value) is int and not _LOWEST <= value <= _HIGHEST:
        return f"{value} has more than 64 bits"
    if type(value) is str and not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        return f"{value!r:.80} has a lone surrogate, which Rust's texts cannot hold"
    return ""


def _first(reasons: Iterable[str]) -> str:
    return next(filter(None, reasons), "")


def _split(inner: str) -> list[str]:
    """The texts between commas that are in no further bracket."""
    parts = [""]
    for letter in inner:
        if letter == "," and parts[-1].count("[") == parts[-1].count("]"):
            parts.append("")
        else:
            parts[-1] += letter
    return parts
