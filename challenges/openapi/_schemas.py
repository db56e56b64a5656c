"""What a schema allows: its kind, its fields, and whether a value conforms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.values import Plain

__all__ = [
    "Field",
    "conforms",
    "fields_of",
    "items_of",
    "kind_of",
    "leaves",
    "may_be_null",
    "neutral_type",
    "settled",
    "words_of",
]

_MAX_PARTS = 16
_KINDS = ("object", "array", "string", "integer", "number", "boolean")
_NEUTRAL = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


@dataclass(frozen=True)
class Field:
    """A property of an object."""

    name: str
    """Its name in JSON."""
    schema: Place
    """What it may hold."""
    required: bool
    """Must it be there?"""


def kind_of(schema: Place) -> str:
    """The JSON type that a schema describes, or ``any`` where it leaves that open."""
    return _kind(settled(schema))


def _kind(schema: Place) -> str:
    found = schema.mapping().get("type")
    names = [name for name in (found if isinstance(found, list) else [found]) if name != "null"]
    if names and names[0] in _KINDS:
        return str(names[0])
    if names and names[0] is not None:
        raise schema.error(f"there is no type {names[0]!r}")
    if "properties" in schema.mapping():
        return "object"
    return "array" if "items" in schema.mapping() else "any"


def may_be_null(schema: Place) -> bool:
    """True where ``null`` conforms."""
    found = schema.mapping().get("type")
    if schema.mapping().get("nullable") is True or (isinstance(found, list) and "null" in found):
        return True
    options = schema.get("oneOf") or schema.get("anyOf")
    return options is not None and any(_is_null(option) for option in options.elements())


def _is_null(schema: Place) -> bool:
    return schema.mapping().get("type") == "null"


def settled(schema: Place) -> Place:
    """The schema with its parts joined, and the first of its options taken.

    Raises:
        ConfigError: If its options lead in a circle, or there is none but null.
    """
    for _ in range(_MAX_PARTS):
        if not isinstance(schema.value, dict):
            return schema.instead({})  # true: anything goes
        options = schema.get("oneOf") or schema.get("anyOf")
        if options is not None:
            found = next((item for item in options.elements() if not _is_null(item)), None)
            if found is None:
                raise options.error("there is no option but null")
            schema = found
        elif "allOf" in schema.value:
            return _joined(schema)
        else:
            return schema
    raise schema.error("its options lead in a circle")


def _joined(schema: Place) -> Place:
    """An object with the fields of all parts, each part taken once: parts may name each other."""
    joined: dict[str, Any] = {}
    waiting, seen = [schema], set()
    while waiting:
        part = waiting.pop()
        if part.pointer in seen:
            continue
        seen.add(part.pointer)
        properties = part.get("properties")
        joined = {
            **part.mapping(),
            **joined,
            "properties": {
                **(properties.mapping() if properties else {}),
                **joined.get("properties", {}),
            },
            "required": [*_required(part), *joined.get("required", [])],
        }
        parts = part.get("allOf")
        waiting.extend(parts.elements() if parts else ())
    joined.pop("allOf", None)
    if not joined["properties"]:
        del joined["properties"]
    return schema.instead(joined)


def fields_of(schema: Place) -> tuple[Field, ...]:
    """The properties of an object, in the order of the description."""
    schema = settled(schema)
    properties = schema.get("properties")
    if properties is None:
        return ()
    required = _required(schema)
    return tuple(Field(name, item, name in required) for name, item in properties.items())


def _required(schema: Place) -> list[Any]:
    required = schema.mapping().get("required", [])
    if isinstance(required, bool):  # on a single field, as older descriptions have it
        return []
    if not isinstance(required, list):
        raise schema.error("'required' is a list of names")
    return required


def items_of(schema: Place) -> Place:
    """What the elements of an array may be."""
    schema = settled(schema)
    return schema.get("items") or schema.instead({})


def neutral_type(schema: Place) -> str:
    """The language-neutral type of a value that conforms; ``any`` for objects."""
    lists = 0
    while kind_of(schema) == "array" and lists < _MAX_PARTS:
        schema, lists = items_of(schema), lists + 1
    return "list[" * lists + _NEUTRAL.get(kind_of(schema), "any") + "]" * lists


def conforms(value: Plain, schema: Place) -> bool:
    """True when a JSON value is what the schema describes.

    Formats and patterns are not checked: they describe texts to people.
    """
    if value is None:
        return may_be_null(schema) or kind_of(schema) == "any"
    schema = settled(schema)
    allowed = schema.value.get("enum")
    if isinstance(allowed, list) and value not in allowed:
        return False
    match _kind(schema):
        case "object":
            return isinstance(value, dict) and _object_conforms(value, schema)
        case "array":
            return isinstance(value, list) and all(conforms(v, items_of(schema)) for v in value)
        case "string":
            return isinstance(value, str) and _within(len(value), schema, "minLength", "maxLength")
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return type(value) is int and _within(value, schema, "minimum", "maximum")
        case "number":
            return type(value) in (int, float) and _within(value, schema, "minimum", "maximum")
    return True


def _object_conforms(value: dict[str, Plain], schema: Place) -> bool:
    return all(
        conforms(value[field.name], field.schema) if field.name in value else not field.required
        for field in fields_of(schema)
    )


def _within(size: float, schema: Place, least: str, most: str) -> bool:
    low, high = schema.value.get(least), schema.value.get(most)
    too_small = type(low) in (int, float) and size < low
    return not too_small and not (type(high) in (int, float) and size > high)


def leaves(schema: Place) -> Iterator[tuple[tuple[str, ...], Place]]:
    """The fields of an object and, after them, those of the objects in it, by their path."""
    for field in fields_of(schema):
        yield (field.name,), field.schema
    for field in fields_of(schema):
        if kind_of(field.schema) == "object":
            for inner in fields_of(field.schema):
                yield (field.name, inner.name), inner.schema


def words_of(name: str) -> list[str]:
    """The words of a name in any convention, lower case: ``nextPage-token`` has three."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    return [word.lower() for word in re.findall(r"[A-Za-z]+|[0-9]+", spaced)]
