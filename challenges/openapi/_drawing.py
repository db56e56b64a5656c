"""Draws values that conform to a schema, the same ones for the same seed."""

import base64
import datetime as dt
import math
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._schemas import (
    fields_of,
    items_of,
    kind_of,
    may_be_null,
    settled,
)
from codeeval_gym.values import Plain

__all__ = ["NotDrawableError", "draw"]

_MAX_DEPTH = 12
_MAX_VALUES = 2_000
_DEEP = 3
_TEXTS = (
    "amber",
    "north gate",
    "R&D",
    "50% off",
    "a/b",
    "café",
    'the "old" one',
    "x=1;y=2",
    "q?#1",
    "1+1",
    "zażółć",
    "back\\slash",
)
_MARKS = " a/b?c&d=e+f%g#é"


class NotDrawableError(ValueError):
    """A schema that no value can be drawn for, e.g. a pattern without an example."""


def draw(
    schema: Place, rng: random.Random, *, full: bool | None = None, marked: bool = False
) -> Plain:
    """Draw a JSON value.

    Args:
        schema: What it has to conform to.
        rng: The only source of chance.
        full: All optional fields (true), none (false), or each by chance (``None``).
        marked: Free texts hold every mark that has to be escaped somewhere.

    Raises:
        NotDrawableError: If there is no value of bounded size that is known to conform.
        ConfigError: If the schema is malformed.
    """
    return _Drawing(rng, full, marked).value(schema, 0)


@dataclass
class _Drawing:
    """One value being drawn."""

    rng: random.Random
    full: bool | None
    marked: bool
    left: int = _MAX_VALUES

    def value(self, schema: Place, depth: int) -> Plain:
        self.left -= 1
        if depth > _MAX_DEPTH or self.left < 0:
            raise NotDrawableError(f"{schema.pointer}: every value of it is huge")
        if may_be_null(schema) and self.rng.random() < 0.2:
            return None
        plain = settled(schema)
        known = _known(plain)
        if known:
            return self.rng.choice(known)
        match kind_of(plain):
            case "object":
                return self.object(plain, depth)
            case "array":
                return self.array(plain, depth)
            case "string":
                return _string(plain, self.rng, _MARKS if self.marked else "")
            case "integer":
                return self.rng.randint(*_bounds(plain))
            case "number":
                return self.number(plain)
            case "boolean":
                return self.rng.random() < 0.5
        return self.rng.choice(_TEXTS)

    def object(self, schema: Place, depth: int) -> Plain:
        value = {}
        for field in fields_of(schema):
            wanted = self.full if self.full is not None else self.rng.random() < 0.6
            if field.required or (wanted and depth < _DEEP):
                value[field.name] = self.value(field.schema, depth + 1)
        return value

    def array(self, schema: Place, depth: int) -> Plain:
        least = _size(schema, "minItems", 0)
        most = _size(schema, "maxItems", max(least, 3))
        if most < least:
            raise NotDrawableError(f"{schema.pointer}: maxItems is less than minItems")
        few = max(least, min(1, most)) if depth < _DEEP else least
        count = self.rng.randint(few, min(most, few + 2) if depth < _DEEP else few)
        return [self.value(items_of(schema), depth + 1) for _ in range(count)]

    def number(self, schema: Place) -> float:
        """A fraction that every language writes the same way."""
        low, high = _bounds(schema)
        return self.rng.randint(low, high - 1) + self.rng.choice((0.25, 0.5)) if low < high else low


def _known(schema: Place) -> list[Plain]:
    """Values that the description itself gives, where nothing else says what a value may be."""
    given = schema.mapping()
    if "const" in given:
        return [given["const"]]
    if isinstance(given.get("enum"), list):
        return [item for item in given["enum"] if item is not None]
    if "pattern" in given:
        examples = given.get("examples", [given["example"]] if "example" in given else [])
        if not isinstance(examples, list) or not examples:
            raise NotDrawableError(f"{schema.pointer}: a pattern without an example")
        return examples
    return []


def _bounds(schema: Place) -> tuple[int, int]:
    """The least and the greatest whole number, a few hundred apart."""
    given = schema.mapping()
    low, high = _number(schema, "minimum"), _number(schema, "maximum")
    over, under = _number(schema, "exclusiveMinimum"), _number(schema, "exclusiveMaximum")
    least = math.ceil(low) if low is not None else None
    most = math.floor(high) if high is not None else None
    if over is not None:
        least = math.floor(over) + 1
    elif given.get("exclusiveMinimum") is True and least is not None:  # as OpenAPI 3.0 has it
        least += 1
    if under is not None:
        most = math.ceil(under) - 1
    elif given.get("exclusiveMaximum") is True and most is not None:
        most -= 1
    if least is None:
        least = 1 if most is None or most > 0 else most - 500
    most = least + 500 if most is None else most
    if most < least:
        raise NotDrawableError(f"{schema.pointer}: no whole number is allowed")
    return least, min(most, least + 10_000)


def _number(schema: Place, key: str) -> float | None:
    value = schema.mapping().get(key)
    return value if type(value) in (int, float) else None


def _size(schema: Place, key: str, default: int) -> int:
    value = schema.mapping().get(key, default)
    if type(value) is not int or value < 0:
        raise schema.error(f"{key!r} is a whole number")
    return value


def _string(schema: Place, rng: random.Random, marks: str) -> str:
    given = schema.mapping()
    make = _FORMATS.get(str(given.get("format")))
    if make is not None:
        return make(rng)
    least, most = _size(schema, "minLength", 0), _size(schema, "maxLength", 10_000)
    if most < least or least > 10_000:
        raise NotDrawableError(f"{schema.pointer}: no text of bounded length is allowed")
    text = rng.choice(_TEXTS) + marks
    while len(text) < least:
        text += "-" + rng.choice(_TEXTS)
    return text[:most]


def _date(rng: random.Random) -> str:
    return (dt.date(2019, 1, 1) + dt.timedelta(rng.randint(0, 3000))).isoformat()


def _moment(rng: random.Random) -> str:
    return f"{_date(rng)}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:00Z"


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfgklmnprst") + rng.choice("aeiou") for _ in range(3))


_FORMATS: dict[str, Callable[[random.Random], str]] = {
    "date": _date,
    "date-time": _moment,
    "uuid": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    "email": lambda rng: f"{_word(rng)}+{_word(rng)}@example.com",
    "uri": lambda rng: f"https://example.com/{_word(rng)}?page={rng.randint(1, 9)}",
    "hostname": lambda rng: f"{_word(rng)}.example.com",
    "ipv4": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "byte": lambda rng: base64.b64encode(_word(rng).encode()).decode(),
}
