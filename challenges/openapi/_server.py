"""A fake server: answers requests as the description says it would, and refuses all others."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from codeeval_gym.challenges.openapi._contract import Action, Received
from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._drawing import draw
from codeeval_gym.challenges.openapi._operations import Operation, Parameter, Reply
from codeeval_gym.challenges.openapi._pagination import EXTENSION
from codeeval_gym.challenges.openapi._schemas import conforms, fields_of, items_of, kind_of
from codeeval_gym.values import Plain

__all__ = ["FakeServer", "RefusedError"]

_PAGE = 2
_JSON = "application/json"


class RefusedError(ValueError):
    """A request that the description does not allow; says what is wrong with it."""


@dataclass
class FakeServer:
    """Serves one operation. What it holds is drawn from the schemas, by the seed."""

    operation: Operation
    """What it serves."""
    rng: random.Random
    """The only source of chance."""
    items: int = 5
    """How many items a list has that is handed out in pages."""
    faults: Sequence[int | None] = ()
    """Statuses to answer the first requests with; ``None`` means as asked."""
    _answered: int = field(default=0, init=False)
    _held: list[Plain] | None = field(default=None, init=False)

    def answer(self, request: Action) -> Received:
        """Answer a request.

        Raises:
            RefusedError: If the description does not allow it.
            NotDrawableError: If no answer can be drawn.
        """
        query = self._checked(request)
        number, self._answered = self._answered, self._answered + 1
        fault = self.faults[number] if number < len(self.faults) else None
        if fault is not None:
            return self._fault(fault)
        reply = self.operation.success[0]
        if reply.schema is None:
            return reply.status, {}, ""
        value = draw(reply.schema, self.rng, full=True)
        if self.operation.pagination is not None:
            value = self._page(value, reply, query)
        return reply.status, {"Content-Type": _JSON}, json.dumps(value, ensure_ascii=False)

    def _fault(self, status: int) -> Received:
        headers = {"Retry-After": "1"} if status in (429, 503) else {}
        reply = next((item for item in self.operation.failures if item.status == status), None)
        if reply is None:
            return status, {"Content-Type": "text/html"}, "<h1>Out of order</h1>"
        if reply.schema is None:
            return status, headers, ""
        value = draw(reply.schema, self.rng, full=True)
        if reply.message:  # said in so many words, even where the schema allows null
            _put(value, reply.message, f"{status}: {self.rng.choice(('no', 'not so'))} “here”")
        content = json.dumps(value, ensure_ascii=False)
        return status, {**headers, "Content-Type": _JSON}, content

    def _page(self, value: Plain, reply: Reply, query: dict[str, list[str]]) -> Plain:
        pagination = self.operation.pagination
        assert pagination is not None
        if self._held is None:
            self._held = self._drawn(reply, pagination.items)
        given = query.get(pagination.parameter, [""])[0]
        start, following = 0, ""
        if given and pagination.style == "cursor":
            start = int(given.rpartition("=")[2])
        elif given:
            start = int(given) if pagination.style == "total" else (int(given) - 1) * _PAGE
        end = start + _PAGE
        if end < len(self._held):
            following = f"{self.rng.choice(('a/b', 'p q', 'é+'))}={end}"
        _put(value, pagination.items, self._held[start:end])
        said: dict[str, Plain] = {
            "cursor": following or self.rng.choice((None, "")),
            "pages": -(-len(self._held) // _PAGE),
            "more": end < len(self._held),
            "total": len(self._held),
        }
        _put(value, pagination.next, said[pagination.style])
        return value

    def _drawn(self, reply: Reply, path: tuple[str, ...]) -> list[Plain]:
        schema = reply.schema
        assert schema is not None
        for name in path:
            schema = _field(schema, name)
        return [draw(items_of(schema), self.rng, full=True) for _ in range(self.items)]

    def _checked(self, request: Action) -> dict[str, list[str]]:
        """The request's query, if all of the request is as described."""
        method, target, headers, content = request
        path, _, written = target.partition("?")
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(written, keep_blank_values=True, strict_parsing=bool(written)):
            query.setdefault(name, []).append(value)
        if method != self.operation.method:
            raise RefusedError(f"{method} instead of {self.operation.method}")
        values = self._path_values(path)
        known = {key.lower(): value for key, value in headers.items()}
        for parameter in self.operation.parameters:
            found = {
                "path": values.get(parameter.name),
                "query": query.get(parameter.name),
                "header": known.get(parameter.name.lower()),
            }[parameter.place]
            self._check_parameter(parameter, found)
        for credential in self.operation.credentials:
            if credential.name not in (headers if credential.place == "header" else query):
                raise RefusedError(f"no {credential.name}")
        self._check_body(content, known)
        return query

    def _path_values(self, path: str) -> dict[str, str]:
        names = re.findall(r"\{([^{}]*)\}", self.operation.path)
        literals = re.split(r"\{[^{}]*\}", self.operation.path)
        pattern = "([^/?]+)".join(re.escape(part) for part in literals)
        matched = re.fullmatch(pattern, path)
        if matched is None:
            raise RefusedError(f"no path {path}")
        return dict(zip(names, map(unquote, matched.groups()), strict=True))

    def _check_parameter(self, parameter: Parameter, found: str | list[str] | None) -> None:
        if found is None:
            if parameter.argument.required:
                raise RefusedError(f"no {parameter.place} parameter {parameter.name}")
            return
        texts = found if isinstance(found, list) else [found]
        schema = parameter.schema
        if kind_of(schema) == "array":
            schema = items_of(schema)
            texts = texts if parameter.explode else [t for text in texts for t in text.split(",")]
        if kind_of(schema) in ("integer", "number", "boolean"):
            for text in texts:
                if not conforms(_scalar(text), schema):
                    raise RefusedError(f"{parameter.name} is {text!r}")

    def _check_body(self, content: str, headers: dict[str, str]) -> None:
        body = self.operation.body
        if body is None:
            if content:
                raise RefusedError("a body")
            return
        if headers.get("content-type") != _JSON:
            raise RefusedError("no content type")
        value = json.loads(content)
        if body.whole is not None:
            if not conforms(value, body.schema):
                raise RefusedError("its body does not conform")
            return
        for item, _ in body.fields:
            present = item.name in value
            if item.required and not present:
                raise RefusedError(f"its body has no {item.name}")
            if present and not conforms(value[item.name], item.schema):
                raise RefusedError(f"{item.name} in its body does not conform")


def _scalar(text: str) -> Plain:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _field(schema: Place, name: str) -> Place:
    for item in fields_of(schema):
        if item.name == name:
            return item.schema
    raise schema.error(f"{EXTENSION} names a field {name!r} that is not here")


def _put(value: Plain, path: tuple[str, ...], item: Plain) -> None:
    for name in path[:-1]:
        value = value.setdefault(name, {})
    value[path[-1]] = item
