"""Reads an OpenAPI description: JSON or YAML that a stranger may have written.

Nothing of it is executed or fetched. Size, depth and number of values are bounded before anything
is built, and YAML is read as JSON's data model: no aliases (a few lines of them spell a gigabyte),
no tags, no dates, and ``yes`` is a text.
"""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.errors import ConfigError

__all__ = ["MAX_BYTES", "Tree", "parse_description", "read_description"]

MAX_BYTES = 5_000_000
"""Longest description that is read."""
_MAX_VALUES = 300_000
_MAX_DEPTH = 64

Tree = dict[str, Any]
"""A JSON object."""

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc,valid-type]
    """YAML with JSON's types only."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own class attribute


for _tag, _pattern, _first in (
    ("null", r"(?:null|~|)", ["n", "~", ""]),
    ("bool", r"(?:true|false)", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_pattern}$"), _first)


def read_description(path: str | os.PathLike[str]) -> Tree:
    """Read an OpenAPI description from a file.

    Args:
        path: JSON or YAML, at most :data:`MAX_BYTES` long.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If it cannot be read; names the file and the place.
    """
    source = Path(path)
    with source.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{source}: not UTF-8 text: byte {error.start}.") from None
    try:
        return parse_description(text)
    except ConfigError as error:
        raise ConfigError(f"{source}: {error}") from None


def parse_description(text: str) -> Tree:
    """Read an OpenAPI description from JSON or YAML text.

    Raises:
        ConfigError: If it is too long, too deep, malformed or no object; names the place.
    """
    if len(text) > MAX_BYTES:
        raise ConfigError(f"An API description may have {MAX_BYTES:,} bytes; this one has more.")
    tree = _from_json(text) if text.lstrip().startswith("{") else _from_yaml(text)
    if not isinstance(tree, dict):
        raise ConfigError("An API description is an object with the key 'openapi'.")
    return _checked(tree)


def _from_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        raise ConfigError(f"line {error.lineno}: not JSON: {error.msg}.") from None
    except RecursionError:
        raise ConfigError(f"nested deeper than {_MAX_DEPTH}.") from None
    except ValueError as error:  # a number with thousands of digits, a key twice
        raise ConfigError(f"not JSON: {error}") from None


def _pairs(pairs: list[tuple[str, Any]]) -> Tree:
    tree = dict(pairs)
    if len(tree) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} is there twice")
    return tree


def _from_yaml(text: str) -> Any:
    try:
        _check_events(yaml.parse(text, Loader=_Loader))
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigError(f"line {line}: not YAML: {error.problem}.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"not YAML: {error}.") from None


def _check_events(events: Iterable[yaml.Event]) -> None:
    """Bound what the loader will build; events come one by one, so this needs no memory."""
    depth = count = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise ConfigError(f"line {line}: YAML aliases are not read: use $ref.")
        count += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise ConfigError(f"line {line}: nested deeper than {_MAX_DEPTH}.")
        if count > _MAX_VALUES:
            raise ConfigError(f"line {line}: more than {_MAX_VALUES:,} values.")


def _checked(tree: Tree) -> Tree:
    """A copy with texts for keys, if all of it is JSON within the bounds."""
    left = _MAX_VALUES

    def copied(value: Any, pointer: str, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise ConfigError(f"more than {_MAX_VALUES:,} values.")
        if depth > _MAX_DEPTH:
            raise ConfigError(f"{pointer}: nested deeper than {_MAX_DEPTH}.")
        if isinstance(value, dict):
            return {
                _key(key, pointer): copied(item, f"{pointer}/{key}", depth + 1)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [copied(v, f"{pointer}/{n}", depth + 1) for n, v in enumerate(value)]
        if value is None or isinstance(value, bool | int | float | str):
            return value
        raise ConfigError(f"{pointer}: a {type(value).__name__} is nothing that JSON has.")

    checked: Tree = copied(tree, "#", 0)
    return checked


def _key(key: object, pointer: str) -> str:
    if isinstance(key, str):
        return key
    if type(key) is int:  # 200: in YAML
        return str(key)
    raise ConfigError(f"{pointer}: the key {key!r} is no text.")
