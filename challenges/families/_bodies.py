"""References of the families in the languages beside Python; they are data, a file a language."""

import functools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["LANGUAGES", "body"]

LANGUAGES = ("javascript", "java", "cpp", "rust")
"""The languages beside Python."""


@functools.cache
def body(language: str, family: str, steps: tuple[str, ...] = ()) -> str | None:
    """What stands below the starter of a family's reference, blanks open.

    Args:
        language: One of :data:`LANGUAGES`.
        family: The family's name.
        steps: For a composition, the keys of its two steps.

    Returns:
        ``None`` where the language has no reference: its dicts do not keep the order, or the
        task's values have no type there.
    """
    table = _table(language)
    if not steps:
        text: str | None = table.get(family)
        return text
    first, second = table["first"][steps[0]], table["second"][steps[1]]
    kept = table["kept"].replace("$first", first.strip().replace("$items", "$it"))
    return f"{kept}\n{second.replace('$items', 'kept')}"


@functools.cache
def _table(language: str) -> Mapping[str, Any]:
    text = (files(__package__) / "bodies" / f"{language}.yaml").read_text("utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    return table
