"""Parametric families: tasks that are drawn, with wording, names, constants and tests.

Every draw is deterministic; its prompt decides which split it belongs to, so that no prompt of
the train split occurs in validation or test.
"""

from codeeval_gym.challenges.families import (
    algorithms,
    arithmetic,
    compositions,
    dicts,
    lists,
    loops,
    recursion,
    strings,
)
from codeeval_gym.challenges.families._family import Draft, Family
from codeeval_gym.challenges.families._template import SPLITS, Template, split_of
from codeeval_gym.errors import UnknownNameError

__all__ = ["SPLITS", "Draft", "Family", "Template", "all", "get", "split_of"]

_FAMILIES: dict[str, Family] = {
    family.name: family
    for module in (
        arithmetic,
        strings,
        lists,
        dicts,
        loops,
        recursion,
        algorithms,
        compositions,
    )
    for family in module.FAMILIES
}


def all() -> tuple[Family, ...]:  # noqa: A001 - read as families.all()
    """Return every family, those that occur only in test included."""
    return tuple(_FAMILIES.values())


def get(name: str) -> Family:
    """Look a family up.

    Raises:
        UnknownNameError: If there is none of this name; suggests the nearest.
    """
    if name not in _FAMILIES:
        raise UnknownNameError("challenge family", name, _FAMILIES)
    return _FAMILIES[name]
