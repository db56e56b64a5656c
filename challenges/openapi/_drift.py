"""Changes an API description, so that memory of a public API does not help."""

import copy
import random
import re
from dataclasses import dataclass
from typing import Any

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._pagination import EXTENSION
from codeeval_gym.challenges.openapi._reading import Tree
from codeeval_gym.challenges.openapi._schemas import words_of

__all__ = ["Drift", "drifted"]

_PREFIXES = ("main", "given", "stored", "local", "active", "known", "actual", "current")
_SHARE = 0.25
_LEAST = 2
_HEADERS = ("X-Tenant", "X-Region-Code", "X-Audit-Reason", "X-Workspace", "X-Channel")


@dataclass(frozen=True)
class Drift:
    """What was changed."""

    renamed: dict[str, str]
    """Old to new name of fields in bodies and of query parameters, the same everywhere."""
    header: str
    """The header that every request has to have since."""


def drifted(document: Tree, seed: int) -> tuple[Tree, Drift]:
    """Rename fields and parameters, and require a header: the same for the same seed.

    Args:
        document: The description; is not changed.
        seed: Which change.
    """
    rng = random.Random(f"drift/{seed}")
    found = sorted(_field_names(document) | _query_names(document))
    count = min(len(found), max(_LEAST, round(len(found) * _SHARE)))
    renamed = {name: _new_name(name, rng, found) for name in rng.sample(found, count)}
    changed: Tree = _renamed(document, renamed)
    taken = _header_names(document)
    header = rng.choice([name for name in _HEADERS if name.lower() not in taken] or ["X-Extra"])
    _require(changed, header)
    return changed, Drift(renamed, header)


def _new_name(name: str, rng: random.Random, taken: list[str]) -> str:
    free = [item for item in _PREFIXES if _joined(item, name) not in taken]
    return _joined(rng.choice(free or ["newly"]), name)


def _joined(prefix: str, name: str) -> str:
    """The new name, in the convention of the old one."""
    if "_" not in name and any(letter.isupper() for letter in name):
        return prefix + name[0].upper() + name[1:]
    return f"{prefix}-{name}" if "-" in name else f"{prefix}_{name}"


def _nodes(tree: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found.append(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found


def _field_names(document: Tree) -> set[str]:
    names: set[str] = set()
    for node in _nodes(document):
        properties = node.get("properties")
        if isinstance(properties, dict) and all(isinstance(v, dict) for v in properties.values()):
            names.update(name for name in properties if words_of(name))
    return names


def _query_names(document: Tree) -> set[str]:
    return {
        node["name"]
        for node in _nodes(document)
        if node.get("in") == "query"
        and isinstance(node.get("name"), str)
        and words_of(node["name"])
    }


def _header_names(document: Tree) -> set[str]:
    return {
        str(node.get("name")).lower() for node in _nodes(document) if node.get("in") == "header"
    }


def _renamed(value: Any, renamed: dict[str, str], where: str = "") -> Any:
    """A copy with new names; ``where`` is the key under which the value stands."""
    if isinstance(value, list):
        if where == "required":
            return [renamed.get(item, item) if isinstance(item, str) else item for item in value]
        return [_renamed(item, renamed, where) for item in value]
    if isinstance(value, str):
        return _rewritten(value, renamed) if where in ("description", "summary") else value
    if not isinstance(value, dict):
        return value
    if where == EXTENSION:
        return {k: item if k == "style" else _named(item, renamed) for k, item in value.items()}
    if where in ("example", "examples", "default", "properties"):
        below = "" if where == "properties" else where
        return {
            renamed.get(key, key): _renamed(item, renamed, below) for key, item in value.items()
        }
    copied = {key: _renamed(item, renamed, key) for key, item in value.items()}
    if copied.get("in") == "query" and copied.get("name") in renamed:
        copied["name"] = renamed[copied["name"]]
    return copied


def _named(value: Any, renamed: dict[str, str]) -> Any:
    """A field's name, or the names of a path, as they are now."""
    if isinstance(value, list):
        return [_named(item, renamed) for item in value]
    return renamed.get(value, value) if isinstance(value, str) else value


def _rewritten(text: str, renamed: dict[str, str]) -> str:
    return re.sub(r"`([^`\n]{1,80})`", lambda m: f"`{renamed.get(m[1], m[1])}`", text)


def _require(document: Tree, header: str) -> None:
    parameter = {
        "name": header,
        "in": "header",
        "required": True,
        "schema": {"type": "string", "enum": ["eu-1", "eu-2", "us-7"]},
        "description": "Every request names it.",
    }
    for item in list(Place.of(document)["paths"].children()):
        node = item.mapping()
        assert isinstance(node, dict)
        listed = node.setdefault("parameters", [])
        if not isinstance(listed, list):
            raise item["parameters"].error("this is no list")
        if parameter not in listed:  # two paths may be one item
            listed.append(copy.deepcopy(parameter))
