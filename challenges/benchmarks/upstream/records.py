"""One record of a benchmark, and its fields, each read as what it has to be."""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Record", "parse_json"]


def parse_json(text: str | bytes) -> Any:
    """Parse JSON that anybody may have written.

    Raises:
        ValueError: For every text that is no JSON, or too deep, or no UTF-8.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("not JSON: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


@dataclass(frozen=True)
class Record:
    """What upstream says of one problem.

    Every reader raises ``ValueError`` with the field's name where the field is something else.
    """

    place: str
    """Where it stands, for messages: file and line."""
    fields: Mapping[str, Any]
    """As upstream wrote them."""

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of its canonical JSON: the same however the file is laid out."""
        text = json.dumps(self.fields, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def text(self, name: str, *, default: str | None = None) -> str:
        """A field's text; ``default`` where the field is missing or null.

        Raises:
            ValueError: If it is no text.
        """
        value = self._value(name, default)
        if not isinstance(value, str):
            raise self._refused(name, "text")
        return value

    def whole(self, name: str, *, default: int | None = None) -> int:
        """A field's whole number; ``default`` where the field is missing or null.

        Raises:
            ValueError: If it is none.
        """
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._refused(name, "a whole number")
        return value

    def number(self, name: str, *, default: float | None = None) -> float:
        """A field's number; ``default`` where the field is missing or null.

        Raises:
            ValueError: If it is none.
        """
        value = self._value(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._refused(name, "a number")
        return value

    def items(self, name: str, *, default: Iterable[Any] | None = None) -> list[Any]:
        """A field's list; ``default`` where the field is missing or null.

        Raises:
            ValueError: If it is none.
        """
        value = self._value(name, None if default is None else list(default))
        if not isinstance(value, list):
            raise self._refused(name, "a list")
        return value

    def texts(self, name: str, *, default: Iterable[str] | None = None) -> list[str]:
        """A field's list of texts; ``default`` where the field is missing or null.

        Raises:
            ValueError: If it is none.
        """
        values = self.items(name, default=default)
        if not all(isinstance(value, str) for value in values):
            raise self._refused(name, "a list of texts")
        return values

    def json(self, name: str) -> Any:
        """What a field says that holds JSON as text, or the value itself where it is no text.

        ``None`` where the field is missing, null or empty.

        Raises:
            ValueError: If the text is no JSON.
        """
        value = self._value(name, None)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return parse_json(value)
        except ValueError as error:
            raise ValueError(f"field {name!r}: {error}") from None

    def inner(self, name: str, value: object) -> "Record":
        """What stands inside a field, as a record of its own.

        Raises:
            ValueError: If it is no object.
        """
        if not isinstance(value, dict):
            raise ValueError(f"field {name!r}: expected an object, got {value!r:.80}")
        return Record(self.place, value)

    def _value(self, name: str, default: Any) -> Any:
        value = self.fields.get(name)
        return default if value is None else value

    def _refused(self, name: str, wanted: str) -> ValueError:
        value = self.fields.get(name)
        return ValueError(f"field {name!r}: expected {wanted}, got {value!r:.80}")
