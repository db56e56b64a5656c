"""Draws arguments with Hypothesis from types that are data: nothing of a code base runs for it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from codeeval_gym.challenges.generation.data import Example
from codeeval_gym.challenges.generation.preconditions import split_types
from codeeval_gym.challenges.generation.varying import leaves_of
from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["draw"]

_SIZE = 6
_CONTAINERS = {"list", "dict", "tuple", "set", "optional"}


def draw(
    params: Sequence[Param],
    examples: Sequence[Example],
    literals: Sequence[Plain],
    *,
    count: int,
    number: int,
) -> list[tuple[Plain, ...]]:
    """Draw argument lists, the same for the same arguments.

    Args:
        params: With their neutral types; ``any`` is drawn like what was seen in its place.
        examples: Calls that were seen.
        literals: Constants of the function's body.
        count: How many.
        number: The seed.

    Returns:
        At most ``count`` argument lists; none where a parameter is ``any`` and nothing was seen.
    """
    leaves = leaves_of([*literals, *(value for item in examples for value in item.args)])
    columns = []
    for at, param in enumerate(params):
        values = [item.args[at] for item in examples if len(item.args) > at]
        column = _strategy(param.type, values, leaves)
        if column is None:
            break
        columns.append(column)
    needed = max((len(item.args) for item in examples), default=len(params))
    if not columns or len(columns) < needed:
        return []
    lengths = sorted({len(item.args) for item in examples} or {len(params)})
    found: list[tuple[Plain, ...]] = []
    whole = st.sampled_from(lengths).flatmap(lambda length: st.tuples(*columns[:length]))

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(whole)
    def collect(arguments: tuple[Plain, ...]) -> None:
        found.append(arguments)

    collect()
    return found


def _strategy(
    neutral: str, values: Sequence[Plain], leaves: dict[type, list[Plain]]
) -> SearchStrategy[Any] | None:
    """What one parameter is drawn from; ``None`` if nothing is known of it."""
    if values:
        kinds = {repr(type(value)): value for value in values}
        alike = [_like(value, leaves) for value in kinds.values()]
        return st.one_of(st.sampled_from(list(values)), *alike)
    return None if "any" in neutral else _of_type(neutral, leaves)


def _like(value: Plain, leaves: dict[type, list[Plain]]) -> SearchStrategy[Any]:
    """Values of the type of one that was seen."""
    kind = type(value)
    if kind in (int, float, str, bool, bytes):
        return _of_type(kind.__name__, leaves)
    if kind in (list, set, frozenset) and value:
        items = st.one_of(*(_like(item, leaves) for item in list(value)[:4]))
        drawn = st.lists(items, max_size=_SIZE)
        return drawn if kind is list else drawn.map(lambda found: _as_set(found, kind))
    if kind is tuple:
        return st.tuples(*(_like(item, leaves) for item in value))
    if kind is dict and value:
        keys = st.one_of(*(_like(key, leaves) for key in list(value)[:4]))
        items = st.one_of(*(_like(item, leaves) for item in list(value.values())[:4]))
        return st.dictionaries(keys, items, max_size=_SIZE)
    return st.just(value)


def _as_set(items: list[Plain], kind: type) -> Plain:
    try:
        return kind(items)
    except TypeError:  # of lists
        return kind()


def _of_type(neutral: str, leaves: dict[type, list[Plain]]) -> SearchStrategy[Any]:
    outer, _, inner = neutral.partition("[")
    if outer in _CONTAINERS:
        return _container(outer, inner.removesuffix("]"), leaves)
    known = leaves.get(
        {"int": int, "float": float, "str": str, "bytes": bytes}.get(outer, bool), []
    )
    seen = [st.sampled_from(known)] if known else []
    letters = sorted({letter for text in leaves.get(str, []) for letter in text} | set("aB1 _-.ß"))
    fresh: dict[str, SearchStrategy[Any]] = {
        "int": st.integers(-20, 100),
        "float": st.integers(-400, 400).map(lambda number: number / 8),
        "str": st.text(st.sampled_from(letters), max_size=10),
        "bool": st.booleans(),
        "bytes": st.binary(max_size=10),
    }
    return st.one_of(*seen, fresh.get(outer, st.none()))


def _container(outer: str, inner: str, leaves: dict[type, list[Plain]]) -> SearchStrategy[Any]:
    parts = [_of_type(part, leaves) for part in split_types(inner)]
    if outer == "optional":
        return st.one_of(st.none(), parts[0])
    if outer == "tuple":
        return st.tuples(*parts)
    if outer == "dict":
        return st.dictionaries(parts[0], parts[1], max_size=_SIZE)
    if outer == "set":
        return st.lists(parts[0], max_size=_SIZE).map(lambda found: _as_set(found, set))
    return st.lists(parts[0], max_size=_SIZE)
