"""The infos of many environments as one, in the form that Gymnasium's vector environments have."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["merged", "objects"]

Infos = Sequence[Mapping[str, Any] | None]
"""One for each slot; ``None`` for a slot that has none."""


def merged(infos: Infos) -> dict[str, Any]:
    """What ``VectorEnv._add_info`` makes of these infos, key by key instead of slot by slot.

    Args:
        infos: Values are numbers, texts, or dictionaries of such.

    Returns:
        For each key an array over the slots, zero or ``None`` where a slot lacks it, or a
        dictionary of such arrays; and under ``_key`` which slots have it.
    """
    first = infos[0]
    if first is not None and all(one is not None and one.keys() == first.keys() for one in infos):
        alike = np.ones(len(infos), np.bool_)
        whole: dict[str, Any] = {}
        for key in first:
            whole[key] = _column([one[key] for one in infos])  # type: ignore[index]
            whole[f"_{key}"] = alike.copy()
        return whole
    keys = dict.fromkeys(key for one in infos if one is not None for key in one)
    parts: dict[str, Any] = {}
    for key in keys:
        has = np.array([one is not None and key in one for one in infos])
        parts[key] = _scattered([one[key] for one in infos if one is not None and key in one], has)
        parts[f"_{key}"] = has
    return parts


def objects(values: Sequence[Any]) -> NDArray[Any]:
    """An array of any objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _column(values: list[Any]) -> Any:
    first = values[0]
    if isinstance(first, dict):
        return merged(values)
    return np.array(values, type(first)) if _is_number(first) else objects(values)


def _scattered(values: list[Any], has: NDArray[np.bool_]) -> Any:
    """The values in those slots that have one."""
    first = values[0]
    if isinstance(first, dict):
        items = iter(values)
        return merged([next(items) if one else None for one in has])
    number = _is_number(first)
    array = np.zeros(len(has), type(first)) if number else np.full(len(has), None, dtype=object)
    array[has] = np.array(values, type(first)) if number else objects(values)
    return array


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
