"""Types that JSON lost: a tuple, set or complex number is rebuilt as the asserts write it.

MBPP+ keeps arguments as JSON, which has neither. Beside them stands an assert with the same
arguments as Python literals: what is a tuple there is one in every input of the problem.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from codeeval_gym.values import Plain

__all__ = ["Shape", "rebuilt", "shape_of"]


@dataclass(frozen=True)
class Shape:
    """How JSON is read at one place of a value."""

    kinds: frozenset[str] = frozenset()
    """Python types seen there."""
    items: "Shape | None" = None
    """What a list, tuple or set there holds, all items alike; ``None`` if nothing was seen."""
    places: tuple["Shape", ...] = ()
    """Items by their place, where all of the same length were seen; only for arguments."""
    values: "Shape | None" = None
    """What a dict there holds."""


def shape_of(examples: Iterable[Sequence[Plain]]) -> Shape:
    """The shape of argument lists, each argument read by its own place.

    Args:
        examples: Argument lists as they are in Python.
    """
    lists = [list(example) for example in examples]
    count = max((len(item) for item in lists), default=0)
    columns = [[item[at] for item in lists if at < len(item)] for at in range(count)]
    return Shape(frozenset({"list"}), places=tuple(map(_merged, columns)))


def _merged(examples: Sequence[Plain]) -> Shape:
    inner: list[Plain] = []
    values: list[Plain] = []
    for value in examples:
        if isinstance(value, list | tuple | set | frozenset):
            inner.extend(value)
        elif isinstance(value, dict):
            values.extend(value.values())
    return Shape(
        kinds=frozenset(type(value).__name__ for value in examples),
        items=_merged(inner) if inner else None,
        values=_merged(values) if values else None,
    )


def rebuilt(tree: Plain, shape: Shape) -> Plain:
    """A value read from JSON, with the types of its shape.

    Args:
        tree: As JSON gave it.
        shape: Of the values beside which it stands. What is nested deeper than anything in them is
            of the kind that holds it; where the shape says nothing at all, JSON's type stays.
    """
    if isinstance(tree, list):
        return _sequence(tree, shape)
    if isinstance(tree, dict):
        inner = shape.values or Shape()
        return {key: rebuilt(value, inner) for key, value in tree.items()}
    if isinstance(tree, str) and shape.kinds and "str" not in shape.kinds:
        return _number(tree, shape)
    return tree


def _sequence(tree: list[Plain], shape: Shape) -> Plain:
    if shape.places:
        last = shape.places[-1]
        inner = [shape.places[at] if at < len(shape.places) else last for at in range(len(tree))]
    else:
        inner = [_inside(shape)] * len(tree)
    items = [rebuilt(item, own) for item, own in zip(tree, inner, strict=True)]
    if "list" in shape.kinds:
        return items
    if "tuple" in shape.kinds:
        return tuple(items)
    if "set" in shape.kinds:
        return set(items) if items or "dict" not in shape.kinds else {}
    return items


_SEQUENCES = {"list", "tuple", "set"}


def _inside(shape: Shape) -> Shape:
    items = shape.items or Shape()
    if items.kinds & _SEQUENCES or not shape.kinds & {"list", "tuple"}:
        return items
    above = shape.kinds & {"list", "tuple"}
    return replace(items, kinds=items.kinds | above, items=items.items or Shape(above))


def _number(text: str, shape: Shape) -> Plain:
    try:
        return complex(text) if "complex" in shape.kinds else float(text)
    except ValueError:
        return text
