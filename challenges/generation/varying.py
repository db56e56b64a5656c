"""Makes new values out of values that were seen: the same types, other contents."""

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

from codeeval_gym.values import Plain

__all__ = ["leaves_of", "vary"]

_EDGES = {int: (0, 1, -1, 2, 10), float: (0.0, 1.0, -1.0, 0.5), bool: (True, False), str: ("",)}
_LETTERS = "aAbz09 _-.,/\n"
_MOST_LEAVES = 200


def leaves_of(values: Sequence[Plain]) -> dict[type, list[Plain]]:
    """The scalars in some values, by type, each once: what new values are made of."""
    found: dict[type, dict[str, Plain]] = {}
    waiting = list(values)
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
            waiting.extend(items)
        elif isinstance(value, dict):
            waiting.extend([*value.keys(), *value.values()])
        elif sum(map(len, found.values())) < _MOST_LEAVES:
            found.setdefault(type(value), {})[repr(value)] = value
    return {kind: list(items.values()) for kind, items in found.items()}


def vary(value: Plain, chance: random.Random, leaves: dict[type, list[Plain]]) -> Plain:
    """Return a value like ``value`` with a small change somewhere, of the same type.

    Args:
        value: Plain data; not changed.
        chance: Where changes come from.
        leaves: Scalars to use, by type; see :func:`leaves_of`.
    """
    change = _CHANGES.get(type(value))
    return value if change is None else change(value, chance, leaves)


def _leaf(kind: type, chance: random.Random, leaves: dict[type, list[Plain]]) -> Any:
    known = [*leaves.get(kind, ()), *_EDGES.get(kind, ())]
    return chance.choice(known) if known else None


def _int(value: int, chance: random.Random, leaves: dict[type, list[Plain]]) -> Plain:
    near = (value + 1, value - 1, -value, value * 2, value // 2, value + 10, value * 10)
    return chance.choice([*near, _leaf(int, chance, leaves), _leaf(int, chance, leaves)])


def _float(value: float, chance: random.Random, leaves: dict[type, list[Plain]]) -> Plain:
    near = (
        [value + 1, value - 0.5, -value, value * 2, value / 2, float(round(value, 1))]
        if (math.isfinite(value))
        else [0.0]
    )
    return chance.choice([*near, _leaf(float, chance, leaves)])


def _bool(value: bool, chance: random.Random, leaves: dict[type, list[Plain]]) -> bool:
    return not value


def _str(value: str, chance: random.Random, leaves: dict[type, list[Plain]]) -> str:
    other = str(_leaf(str, chance, leaves))
    place = chance.randrange(len(value) + 1)
    known = sorted({*value, *_LETTERS})
    changes: list[Callable[[], str]] = [
        lambda: value[:place] + value[place + 1 :],
        lambda: value[:place] + chance.choice(known) + value[place:],
        lambda: value[:place] + chance.choice(known) + value[place + 1 :],
        lambda: value[:place] + other + value[place:],
        lambda: value[place:] + value[:place],
        lambda: value[:place] + value,
        lambda: value[:place],
        lambda: value[place:],
        value.upper,
        value.title,
        lambda: f" {value}",
        lambda: other,
    ]
    return chance.choice(changes)()


def _bytes(value: bytes, chance: random.Random, leaves: dict[type, list[Plain]]) -> bytes:
    place = chance.randrange(len(value) + 1)
    extra = bytes([chance.randrange(256)])
    return chance.choice(
        [value[:place], value[place:], value[:place] + extra + value[place:], value + value[:place]]
    )


def _list(value: list[Plain], chance: random.Random, leaves: dict[type, list[Plain]]) -> Plain:
    items = list(value)
    kind = chance.randrange(8)
    if not items:
        return items
    place = chance.randrange(len(items))
    if kind < 3:
        items[place] = vary(items[place], chance, leaves)
    elif kind == 3:
        del items[place]
    elif kind == 4:
        items.insert(chance.randrange(len(items) + 1), items[place])
    elif kind == 5:
        items.reverse()
    elif kind == 6:
        items.append(vary(items[place], chance, leaves))
    else:
        items = items[:place]
    return items


def _tuple(value: tuple[Plain, ...], chance: random.Random, leaves: dict[type, list[Plain]]) -> Any:
    if not value:
        return value
    items = list(value)
    place = chance.randrange(len(items))
    items[place] = vary(items[place], chance, leaves)
    return tuple(items)


def _set(value: set[Plain], chance: random.Random, leaves: dict[type, list[Plain]]) -> Plain:
    items = sorted(value, key=repr)
    return set(_list(items, chance, leaves))


def _dict(value: dict[Plain, Plain], chance: random.Random, leaves: dict[type, list[Plain]]) -> Any:
    pairs = list(value.items())
    if not pairs:
        return {}
    place = chance.randrange(len(pairs))
    key, item = pairs[place]
    kind = chance.randrange(5)
    if kind < 2:
        pairs[place] = (key, vary(item, chance, leaves))
    elif kind == 2:
        pairs[place] = (vary(key, chance, leaves), item)
    elif kind == 3:
        del pairs[place]
    else:
        pairs.reverse()
    return dict(pairs)


_CHANGES: dict[type, Callable[[Any, random.Random, dict[type, list[Plain]]], Plain]] = {
    bool: _bool,
    bytes: _bytes,
    dict: _dict,
    float: _float,
    int: _int,
    list: _list,
    set: _set,
    str: _str,
    tuple: _tuple,
}
