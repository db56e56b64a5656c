"""From an API description to operations, and the reasons why some cannot be used."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._names import identifier
from codeeval_gym.challenges.openapi._operations import (
    Argument,
    Body,
    Credential,
    Operation,
    Parameter,
    Reply,
)
from codeeval_gym.challenges.openapi._pagination import find_pagination
from codeeval_gym.challenges.openapi._schemas import (
    fields_of,
    items_of,
    kind_of,
    leaves,
    neutral_type,
    words_of,
)

__all__ = ["Skipped", "check_version", "error_name", "operation_at", "operation_places"]

_METHODS = ("get", "put", "post", "delete", "patch")
_PLACES = ("path", "query", "header", "cookie")
_SCALARS = ("str", "int", "float", "bool")
_IGNORED_HEADERS = ("accept", "content-type", "authorization")  # as OpenAPI itself says
_MESSAGES = ("message", "detail", "description", "reason", "error", "title")
_LOCALS = """
at base64 code each encoded form found joined json kind pairs quote replies route said sent sheet
shown told tries turn url
"""
_USED_BY_REFERENCES = frozenset(_LOCALS.split())


class Skipped(Exception):
    """Raised for an operation that no challenge can be made of; says why, without its name."""


def check_version(document: Place) -> None:
    """Make sure that a document is an OpenAPI description of version 3.0 or 3.1.

    Raises:
        ConfigError: If it is not.
    """
    if document.get("swagger") is not None:
        raise document["swagger"].error("Swagger 2 is not read: convert it to OpenAPI 3")
    version = document.text("openapi")
    if not re.fullmatch(r"3\.[01](\.\d+)?", version):
        raise document["openapi"].error(f"version {version!r} is not read: 3.0 and 3.1 are")


def operation_places(document: Place) -> Iterator[tuple[str, str, Place, Place]]:
    """Every operation: method, path, the item of its path, and the operation itself.

    Raises:
        ConfigError: If the paths are malformed.
    """
    for path, item in document["paths"].items():
        if not path.startswith("/"):
            raise item.error("a path begins with '/'")
        for key, operation in item.items():
            if key in _METHODS:
                operation.mapping()
                yield key.upper(), path, item, operation


def operation_at(document: Place, method: str, path: str, item: Place, place: Place) -> Operation:
    """Read one operation.

    Raises:
        Skipped: If no challenge can be made of it.
        ConfigError: If it is malformed; names the place.
    """
    raw = list(_raw_parameters(item, place))
    replies = tuple(_replies(place))
    success = next((reply for reply in replies if 200 <= reply.status < 300), None)
    if success is None:
        raise Skipped("it describes no successful reply")
    queries = [(p.text("name"), p) for p in raw if p.text("in") == "query"]
    pagination = find_pagination(place, queries, success.schema)
    turning = pagination.parameter if pagination else None
    taken: set[str] = set(_USED_BY_REFERENCES)
    parameters = tuple(
        _parameter(p, taken)
        for p in raw
        if not (p.text("in") == "query" and p.text("name") == turning)
    )
    _check_path(place, path, parameters)
    return Operation(
        name=identifier(place.text("operationId", f"{method} {path}")),
        method=method,
        path=path,
        title=place.text("summary", "") or f"{method} {path}",
        parameters=parameters,
        body=_body(place, taken),
        credentials=tuple(_credentials(document, place, taken)),
        replies=replies,
        pagination=pagination,
        place=place,
    )


def _check_path(place: Place, path: str, parameters: tuple[Parameter, ...]) -> None:
    named = {item.name for item in parameters if item.place == "path"}
    for name in re.findall(r"\{([^{}]*)\}", path):
        if name not in named:
            raise place.error(f"the path parameter {name!r} is not described")


def _raw_parameters(item: Place, place: Place) -> Iterator[Place]:
    """Those of the operation, and those of its path that it does not describe anew."""
    found: dict[tuple[str, str], Place] = {}
    for owner in (item, place):
        listed = owner.get("parameters")
        for parameter in listed.elements() if listed else ():
            where = parameter.text("in")
            if where not in _PLACES:
                raise parameter["in"].error(f"{where!r} is none of {', '.join(_PLACES)}")
            found[where, parameter.text("name")] = parameter
    for (where, name), parameter in found.items():
        if where != "header" or name.lower() not in _IGNORED_HEADERS:
            yield parameter


def _argument(name: str, type_: str, required: bool, taken: set[str]) -> Argument:
    argument = Argument(identifier(name, taken), type_, required)
    taken.add(argument.name)
    return argument


def _parameter(place: Place, taken: set[str]) -> Parameter:
    where, name = place.text("in"), place.text("name")
    schema = place.get("schema")
    if schema is None:
        raise Skipped(f"its parameter {name!r} has no schema")
    style = place.text("style", "form" if where == "query" else "simple")
    if where == "cookie" or style != ("form" if where == "query" else "simple"):
        raise Skipped(f"its parameter {name!r} is sent as {where}, {style}")
    found = neutral_type(schema)
    if (neutral_type(items_of(schema)) if kind_of(schema) == "array" else found) not in _SCALARS:
        raise Skipped(f"its parameter {name!r} is neither a scalar nor a list of scalars")
    required = place.flag("required") or where == "path"
    explode = place.flag("explode", default=where == "query")
    return Parameter(name, where, schema, explode, _argument(name, found, required, taken))


def _json_schema(owner: Place, what: str) -> Place | None:
    content = owner.get("content")
    if content is None or not content.mapping():
        return None
    for name, media in content.items():
        if re.fullmatch(r"application/([\w.+-]+\+)?json|\*/\*", name.split(";")[0].strip()):
            return media.get("schema") or media.instead({})
    raise Skipped(f"{what} is no JSON")


def _body(place: Place, taken: set[str]) -> Body | None:
    described = place.get("requestBody")
    schema = _json_schema(described, "its body") if described else None
    if schema is None:
        return None
    fields = fields_of(schema) if kind_of(schema) == "object" else ()
    sent = [item for item in fields if item.schema.mapping().get("readOnly") is not True]
    if not sent:
        return Body(schema, (), _argument("body", neutral_type(schema), True, taken))
    pairs = [
        (item, _argument(item.name, neutral_type(item.schema), item.required, taken))
        for item in sent
    ]
    return Body(schema, tuple(pairs))


def _replies(place: Place) -> Iterator[Reply]:
    for key, described in place["responses"].items():
        if key == "default":
            continue
        if not re.fullmatch(r"[1-5]([0-9]{2}|XX)", key):
            raise described.error(f"{key!r} is no status")
        schema = _json_schema(described, f"its reply {key}")
        yield Reply(int(key.replace("XX", "00")), schema, _message(schema))


def _message(schema: Place | None) -> tuple[str, ...]:
    if schema is None or kind_of(schema) != "object":
        return ()
    texts = [path for path, item in leaves(schema) if kind_of(item) == "string"]
    for word in _MESSAGES:
        for path in texts:
            if word in words_of(path[-1]):
                return path
    return ()


def _credentials(document: Place, place: Place, taken: set[str]) -> Iterator[Credential]:
    asked = place.get("security") or document.get("security")
    alternatives = list(asked.elements()) if asked else []
    if not alternatives or any(not item.mapping() for item in alternatives):
        return
    for name in alternatives[0].mapping():
        yield _credential(document["components"]["securitySchemes"][name], taken)


def _credential(scheme: Place, taken: set[str]) -> Credential:
    def secret(name: str) -> Argument:
        return _argument(name, "str", True, taken)

    match scheme.text("type"), scheme.text("scheme", "").lower():
        case ("apiKey", _):
            where = scheme.text("in")
            if where not in ("header", "query"):
                raise Skipped(f"its key is sent as a {where}")
            return Credential("key", where, scheme.text("name"), (secret("api_key"),))
        case ("http", "basic"):
            secrets = (secret("username"), secret("password"))
            return Credential("basic", "header", "Authorization", secrets)
        case ("http", "bearer") | (("oauth2" | "openIdConnect"), _):
            return Credential("bearer", "header", "Authorization", (secret("token"),))
    raise Skipped(f"its callers are known by {scheme.text('type')}")


def error_name(status: int) -> str:
    """The name of the error that a status means, e.g. ``NotFound`` for 404."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        return f"Status{status}"
    return "".join(word.capitalize() for word in words_of(phrase))
