"""A YAML file as fields that are asked for one by one; what is missing or left is an error."""

from collections.abc import Hashable
from typing import Any, TypeVar

import yaml

from codeeval_gym.errors import ConfigError

__all__ = ["Fields"]

T = TypeVar("T")


class Fields:
    """The fields of one mapping in a file.

    Args:
        place: The file, and the field in it, for messages.
        values: The mapping.

    Raises:
        ConfigError: If ``values`` is no mapping.
    """

    def __init__(self, place: str, values: Any) -> None:
        if not isinstance(values, dict):
            raise ConfigError(f"{place}: expected fields, got {values!r:.80}")
        self.place = place
        self._left = dict(values)

    @classmethod
    def read(cls, place: str, text: str) -> "Fields":
        """Read a file's text.

        Raises:
            ConfigError: If it is not YAML, names a field twice or holds no fields.
        """
        try:
            return cls(place, yaml.load(text, _Loader))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            problem = " ".join(str(error).split())
            raise ConfigError(f"{place}: {problem}") from error

    def take(self, name: str, kind: type[T], default: T | None = None) -> T:
        """Return a field, which must be exactly of ``kind``.

        Raises:
            ConfigError: If it is not, or is missing and has no default.
        """
        value = self._left.pop(name, default)
        if type(value) is not kind:
            problem = (
                "is missing" if value is None else f"expected {kind.__name__}, got {value!r:.80}"
            )
            raise ConfigError(f"{self.place}: {name}: {problem}")
        return value

    def inner(self, name: str) -> "Fields":
        """Return the fields of a field.

        Raises:
            ConfigError: If it is missing or has none.
        """
        return Fields(f"{self.place}: {name}", self.take(name, dict))

    def end(self) -> None:
        """Say that no more fields are expected.

        Raises:
            ConfigError: If there are some.
        """
        if self._left:
            raise ConfigError(f"{self.place}: {next(iter(self._left))}: there is no such field")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain YAML without keys that are there twice. The C loader, if there is one, is faster."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen = set()
    for key, _ in node.value:
        name = loader.construct_object(key, deep=True)
        if name in seen:
            raise ValueError(f"{name}: is there twice (line {key.start_mark.line + 1})")
        seen.add(name)
    return dict(yaml.SafeLoader.construct_mapping(loader, node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
