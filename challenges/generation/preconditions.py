"""What the inputs of a function have to be like, inferred from those that were seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from codeeval_gym.challenges.generation.data import Example
from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["Precondition", "split_types"]

_ENOUGH = 3
"""Examples from which on a sign that never occurred counts as excluded."""
_NEUTRAL = {"int": int, "float": float, "str": str, "bool": bool, "bytes": bytes}
_CONTAINERS = {"list": list, "dict": dict, "tuple": tuple, "set": set}
Shape = frozenset[tuple[str, type]]


@dataclass(frozen=True)
class _Place:
    """What is known of one parameter."""

    shapes: Shape
    """Types that were seen, with where in the value: ``""`` itself, ``*`` an item, ``k`` a key."""
    least: float | None
    """No number below was seen, and that counts; ``None`` if it does not."""
    longest: int
    """The longest text or collection allowed."""
    declared: str
    """Its neutral type."""


@dataclass(frozen=True)
class Precondition:
    """Types, signs, sizes and number of arguments that were seen, or are declared."""

    places: tuple[_Place, ...]
    """One for each parameter."""
    counts: frozenset[int]
    """Numbers of arguments that were seen; empty if none was."""

    @classmethod
    def of(cls, params: Sequence[Param], examples: Sequence[Example]) -> Self:
        """Infer it from declared types and from calls that were seen to be right."""
        width = max([len(params), *(len(item.args) for item in examples)])
        places = []
        for at in range(width):
            values = [item.args[at] for item in examples if len(item.args) > at]
            declared = params[at].type if at < len(params) else "any"
            places.append(_place(values, declared))
        return cls(tuple(places), frozenset(len(item.args) for item in examples))

    def admits(self, args: Sequence[Plain]) -> bool:
        """True if a call like this one was seen or is declared to be right."""
        if self.counts and len(args) not in self.counts:
            return False
        return len(args) <= len(self.places) and all(
            _admits(place, value) for place, value in zip(self.places, args, strict=False)
        )


def _place(values: Sequence[Plain], declared: str) -> _Place:
    shapes = frozenset(shape for value in values for shape in _shapes(value, ""))
    numbers = [number for value in values for number in _numbers(value)]
    lengths = [length for value in values for length in _lengths(value)]
    least = None
    if len(values) >= _ENOUGH and numbers and min(numbers) >= 0:
        least = 1.0 if min(numbers) > 0 and len(values) >= 2 * _ENOUGH else 0.0
    longest = 4 * max(lengths, default=8) + 8
    return _Place(shapes, least, longest, declared)


def _admits(place: _Place, value: Plain) -> bool:
    if max(_lengths(value), default=0) > place.longest:
        return False
    if place.least is not None and any(number < place.least for number in _numbers(value)):
        return False
    if place.shapes and frozenset(_shapes(value, "")) <= place.shapes:
        return True
    return place.declared != "any" and _is_of(value, place.declared)


def _is_of(value: Plain, declared: str) -> bool:
    """True if a value is of a neutral type whose inner types are known, too."""
    outer, _, inner = declared.partition("[")
    if outer in _NEUTRAL:
        return type(value) is _NEUTRAL[outer]
    parts = split_types(inner.removesuffix("]"))
    if outer == "optional":
        return value is None or _is_of(value, parts[0])
    if outer not in _CONTAINERS or type(value) is not _CONTAINERS[outer]:
        return False
    if outer == "dict":
        return all(_is_of(k, parts[0]) and _is_of(v, parts[1]) for k, v in value.items())
    if outer == "tuple":
        same = len(parts) == len(value)
        return same and all(_is_of(one, part) for one, part in zip(value, parts, strict=True))
    return all(_is_of(item, parts[0]) for item in value)


def split_types(inner: str) -> list[str]:
    """``int, list[str]`` at its outer commas."""
    parts, depth = [""], 0
    for letter in inner:
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _shapes(value: Plain, path: str) -> Iterator[tuple[str, type]]:
    yield path, type(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _shapes(key, f"{path}k")
            yield from _shapes(item, f"{path}v")
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _shapes(item, f"{path}*")


def _numbers(value: Plain) -> Iterator[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(key)
            yield from _numbers(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _numbers(item)


def _lengths(value: Plain) -> Iterator[int]:
    if isinstance(value, str | bytes | list | tuple | set | frozenset | dict):
        yield len(value)
    inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if isinstance(value, list | tuple | set | frozenset | dict):
        for item in inner:
            yield from _lengths(item)
