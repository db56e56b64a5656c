"""Types of the neutral signature as typed languages write them."""

import re
from collections.abc import Mapping

__all__ = ["spell"]

_TYPE = re.compile(r"(\w+)(?:\[(.*)\])?")


def spell(neutral: str, names: Mapping[str, str]) -> str:
    """Write a neutral type in a language.

    Args:
        neutral: E.g. ``dict[str, list[int]]``.
        names: How each is written; ``{}`` stands for what is in its brackets.
    """
    found = _TYPE.fullmatch(neutral)
    assert found is not None
    name, inner = found.groups()
    parts = [spell(part, names) for part in _split(inner)] if inner else []
    return names[name].format(", ".join(parts))


def _split(inner: str) -> list[str]:
    """The types between commas that are in no further bracket."""
    parts = [""]
    for letter in inner:
        if letter == "," and parts[-1].count("[") == parts[-1].count("]"):
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
