"""Finds the operations of a code base's own API descriptions, to show with what implements them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from codeeval_gym.challenges.generation.data import Repository
from codeeval_gym.challenges.openapi import parse_description
from codeeval_gym.errors import ConfigError

__all__ = ["Operations", "operations_in"]

_SUFFIXES = (".json", ".yaml", ".yml")
_VERSION = re.compile(r"[\"']?openapi[\"']?\s*:\s*[\"']?3\.")
_METHODS = ("delete", "get", "head", "options", "patch", "post", "put", "trace")
_MOST = 1500


class Operations:
    """Operations by the name of the function that implements them, whatever its spelling.

    Args:
        documents: Operation id to where it stands and its text.
    """

    def __init__(self, documents: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._documents = {_spelt(name): found for name, found in (documents or {}).items()}

    def of(self, name: str) -> tuple[tuple[str, str], ...]:
        """Where the operation that a function implements is described, and how; empty if none is.

        ``listPets``, ``list_pets`` and ``PetService.list_pets`` are one name.

        Args:
            name: The function's name.
        """
        found = self._documents.get(_spelt(name.rpartition(".")[2]))
        return () if found is None else (found,)


def operations_in(repository: Repository) -> Operations:
    """Collect the operations of all OpenAPI 3 descriptions; a broken one describes nothing."""
    found: dict[str, tuple[str, str]] = {}
    for path, text in sorted(repository.data.items()):
        if not path.endswith(_SUFFIXES) or not _VERSION.search(text):
            continue
        try:
            tree = parse_description(text)
        except ConfigError:
            continue
        for identifier, place, operation in _operations(tree):
            shown = yaml.safe_dump(operation, sort_keys=False, allow_unicode=True)[:_MOST]
            found.setdefault(identifier, (f"{path}#{place}", shown))
    return Operations(found)


def _operations(tree: Mapping[str, Any]) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
    found = []
    paths = tree.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if method in _METHODS and isinstance(operation, dict):
                identifier = operation.get("operationId")
                if isinstance(identifier, str):
                    found.append((identifier, f"{method.upper()} {path}", operation))
    return found


def _spelt(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
