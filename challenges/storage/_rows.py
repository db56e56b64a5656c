"""A challenge as two flat rows: what a policy may see, and what only the judge sees.

Every column is text, a number or a list of texts; whatever has more structure, or values of any
type, is JSON text in its column. So the rows of all challenges have the same types, which tables
of Hugging Face ``datasets`` need, and a row is read without reading its tests.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, get_type_hints

from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, from_dict, to_dict

__all__ = ["PRIVATE", "PUBLIC", "WRONG", "challenge_of", "private_row", "public_row"]

PRIVATE = ("hidden_tests", "references", "scaling", "source", "defects", "adapter")
"""Columns that only the judge sees: ``source`` says where the reference lies, ``defects`` may speak
of tests, and ``adapter`` may set up what they call with."""

WRONG = "wrong_programs"
"""The private column for programs that the tests must reject; it is no part of the challenge."""

_FIELDS: Mapping[str, Field[Any]] = {item.name: item for item in fields(Challenge)}
_HINTS = get_type_hints(Challenge)
_PLAIN = frozenset(name for name in _FIELDS if _HINTS[name] in (str, int, tuple[str, ...]))
"""Columns that hold the value itself."""

PUBLIC = tuple(name for name in _FIELDS if name not in PRIVATE)
"""Columns that a policy may see."""


def public_row(challenge: Challenge) -> dict[str, Any]:
    """The columns that a policy may see, of what ``public_view()`` shows."""
    return _row(challenge.public_view(), PUBLIC)


def private_row(challenge: Challenge, wrong_programs: Iterable[str] = ()) -> dict[str, Any]:
    """The columns that only the judge sees, and the id.

    Args:
        challenge: The challenge.
        wrong_programs: Programs that its tests must reject.

    Raises:
        ValueError: If ``public_view()`` hides a field for which there is no private column.
    """
    shown = challenge.public_view()
    for name in PUBLIC:
        if getattr(shown, name) != getattr(challenge, name):
            raise ValueError(f"public_view() hides {name!r}, which is a public column.")
    row = {"id": challenge.id, **_row(challenge, PRIVATE)}
    return {**row, WRONG: _text(list(wrong_programs))}


def challenge_of(*rows: Mapping[str, Any]) -> Challenge:
    """The challenge of its public row, or of its public and its private row.

    Raises:
        ConfigError: If a column is missing, unknown or not what it should be; names it.
    """
    data: dict[str, Any] = {}
    for row in rows:
        for name, value in row.items():
            if name in _FIELDS:
                data[name] = _value(name, value)
            elif name != WRONG:
                raise ConfigError(f"unknown column {name!r}")
    for name, field in _FIELDS.items():
        if name not in data and field.default is MISSING and field.default_factory is MISSING:
            raise ConfigError(f"no column {name!r}")
    return from_dict(Challenge, {name: item for name, item in data.items() if item is not None})


def _row(challenge: Challenge, names: Iterable[str]) -> dict[str, Any]:
    data = to_dict(challenge)  # without fields that hold their default
    return {name: _column(name, data[name] if name in data else _default(name)) for name in names}


def _column(name: str, value: Any) -> Any:
    if name in _PLAIN:
        return list(value) if isinstance(value, list | tuple) else value
    return "" if value is None else _text(value)


def _value(name: str, column: Any) -> Any:
    if name in _PLAIN:
        return column
    if column is None or column == "":
        return None
    if not isinstance(column, str):
        raise ConfigError(f"column {name!r}: expected JSON text, got {column!r:.80}")
    try:
        return json.loads(column)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"column {name!r}: not JSON ({error})") from error


def _default(name: str) -> Any:
    field = _FIELDS[name]
    if field.default_factory is not MISSING:
        return to_dict(field.default_factory())
    return field.default


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
