"""A place in an API description: a value, and the JSON pointer that names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from codeeval_gym.challenges.openapi._reading import Tree
from codeeval_gym.errors import ConfigError

__all__ = ["Place"]

_MAX_REFERENCES = 32


@dataclass(frozen=True)
class Place:
    """A value inside a document. References are followed on the way down, never out of it.

    Where the description is not what it must be, the message begins with the JSON pointer.
    """

    root: Tree
    """The whole document."""
    value: Any
    """What stands here."""
    pointer: str = "#"
    """Where it stands, as in ``$ref``."""

    @classmethod
    def of(cls, document: Tree) -> "Place":
        """The document itself."""
        return cls(document, document)

    def get(self, key: str) -> "Place | None":
        """What stands under ``key``; ``None`` if there is nothing."""
        mapping = self.mapping()
        return self._child(key, mapping[key]) if key in mapping else None

    def __getitem__(self, key: str) -> "Place":
        """What stands under ``key``."""
        found = self.get(key)
        if found is None:
            raise self.error(f"{key!r} is missing")
        return found

    def items(self) -> Iterator[tuple[str, "Place"]]:
        """Key and place of everything in this object."""
        return ((key, self._child(key, item)) for key, item in self.mapping().items())

    def children(self) -> "Iterator[Place]":
        """The places in this object."""
        return (place for _, place in self.items())

    def elements(self) -> Iterator["Place"]:
        """The places in this list.

        Raises:
            ConfigError: If this is no list.
        """
        if not isinstance(self.value, list):
            raise self.error(f"this is {_kind(self.value)}, not a list")
        return (self._child(str(number), item) for number, item in enumerate(self.value))

    def mapping(self) -> Mapping[str, Any]:
        """This object.

        Raises:
            ConfigError: If this is none.
        """
        if not isinstance(self.value, dict):
            raise self.error(f"this is {_kind(self.value)}, not an object")
        return self.value

    def text(self, key: str, default: str | None = None) -> str:
        """The text under ``key``, or ``default``.

        Raises:
            ConfigError: If it is missing without a default, or no text.
        """
        found = self[key] if default is None else self.get(key)
        if found is None:
            return default or ""
        if not isinstance(found.value, str):
            raise found.error(f"this is {_kind(found.value)}, not a text")
        return found.value

    def flag(self, key: str, default: bool = False) -> bool:
        """The truth value under ``key``, or ``default``.

        Raises:
            ConfigError: If it is neither true nor false.
        """
        found = self.get(key)
        if found is None:
            return default
        if not isinstance(found.value, bool):
            raise found.error(f"this is {_kind(found.value)}, not true or false")
        return found.value

    def error(self, message: str) -> ConfigError:
        """An error that names this place."""
        return ConfigError(f"{self.pointer}: {message}.")

    def instead(self, value: Any) -> "Place":
        """Another value that stands for the one here."""
        return Place(self.root, value, self.pointer)

    def _child(self, key: str, value: Any) -> "Place":
        escaped = key.replace("~", "~0").replace("/", "~1")
        return self.instead(value)._at(f"{self.pointer}/{escaped}")._followed()

    def _at(self, pointer: str) -> "Place":
        return Place(self.root, self.value, pointer)

    def _followed(self) -> "Place":
        """Where the references here lead to."""
        here = self
        for _ in range(_MAX_REFERENCES):
            reference = here.value.get("$ref") if isinstance(here.value, dict) else None
            if not isinstance(reference, str):
                return here
            here = self.referred(reference)
        raise self.error("the references lead in a circle")

    def referred(self, reference: str) -> "Place":
        """Where a reference leads to, e.g. ``#/components/schemas/Order``.

        Raises:
            ConfigError: If it leads out of the document, or to nothing.
        """
        if not reference.startswith("#/"):
            raise self.error(f"{reference!r} leads out of the document")
        value: Any = self.root
        for step in unquote(reference[2:]).split("/"):
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            elif isinstance(value, dict) and key in value:
                value = value[key]
            else:
                raise self.error(f"{reference!r} leads to nothing")
        return Place(self.root, value, reference)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", type(None): "null"}
    return names.get(type(value), f"{value!r:.40}")
