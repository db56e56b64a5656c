"""What a client says next, by the contract: the oracle that tests take their answers from.

A client performs no input or output. It is called with its arguments and the replies received so
far, and gives an *action*: a request to send, or how it ends. So it is one pure function on plain
data, and the same challenge can be solved in every language.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from codeeval_gym.challenges.openapi._operations import Credential, Operation
from codeeval_gym.challenges.openapi._pagination import Pagination
from codeeval_gym.challenges.openapi._parsing import error_name
from codeeval_gym.values import Plain

__all__ = ["RAISE", "RETURN", "TRIES", "UNEXPECTED", "Action", "Client", "Received", "value_at"]

Action = tuple[str, str, dict[str, str], str]
"""Method or :data:`RETURN` or :data:`RAISE`; target or error; headers; content."""
Received = tuple[int, dict[str, str], str]
"""Status, headers, content."""
RETURN = "RETURN"
RAISE = "RAISE"
UNEXPECTED = "UnexpectedStatus"
TRIES = 2
"""How often in a row the same request is sent again."""


@dataclass(frozen=True)
class Client:
    """The right client for one call of an operation."""

    operation: Operation
    """What it calls."""
    arguments: Mapping[str, Plain]
    """By argument; null where it is left out."""

    def act(self, replies: Sequence[Received]) -> Action:
        """Return what to do after these replies."""
        items: list[Plain] = []
        turn: Plain = _first_turn(self.operation.pagination)
        tries = 0
        for status, _, content in replies:
            if status in self.operation.retried and tries < TRIES:
                tries += 1
                continue
            tries = 0
            if status not in {reply.status for reply in self.operation.success}:
                return self._failed(status, content)
            pagination = self.operation.pagination
            if pagination is None:
                return RETURN, "", {}, content
            page = json.loads(content)
            items += value_at(page, pagination.items)
            turn = _next_turn(pagination, page, items, turn)
            if turn is None:
                return RETURN, "", {}, json.dumps(items)
        return self._request(turn)

    def _failed(self, status: int, content: str) -> Action:
        for reply in self.operation.failures:
            if reply.status == status:
                said = value_at(json.loads(content), reply.message) if reply.message else content
                return RAISE, error_name(status), {}, said
        return RAISE, UNEXPECTED, {}, content

    def _request(self, turn: Plain) -> Action:
        path = self.operation.path
        pairs: list[tuple[str, Plain]] = []
        headers: dict[str, str] = {}
        for parameter in self.operation.parameters:
            value = self.arguments[parameter.argument.name]
            if value is None or value == []:
                continue
            if parameter.place == "path":
                path = path.replace(f"{{{parameter.name}}}", _joined(value))
            elif parameter.place == "header":
                headers[parameter.name] = _joined(value, plain=True)
            elif isinstance(value, list) and parameter.explode:
                pairs += [(parameter.name, _joined(item)) for item in value]
            else:
                pairs.append((parameter.name, _joined(value)))
        if self.operation.pagination is not None and turn != "":
            pairs.append((self.operation.pagination.parameter, _joined(turn)))
        for credential in self.operation.credentials:
            name, secret = credential.name, self._secret(credential)
            if credential.place == "header":
                headers[name] = secret
            else:
                pairs.append((name, _joined(secret)))
        query = "&".join(f"{quote(name, safe='')}={value}" for name, value in pairs)
        body = self._body(headers)
        return self.operation.method, f"{path}?{query}" if query else path, headers, body

    def _secret(self, credential: Credential) -> str:
        secrets = [str(self.arguments[item.name]) for item in credential.arguments]
        match credential.kind:
            case "bearer":
                return f"Bearer {secrets[0]}"
            case "basic":
                return f"Basic {base64.b64encode(':'.join(secrets).encode()).decode()}"
        return secrets[0]

    def _body(self, headers: dict[str, str]) -> str:
        body = self.operation.body
        if body is None:
            return ""
        headers["Content-Type"] = "application/json"
        if body.whole is not None:
            return json.dumps(self.arguments[body.whole.name])
        value = {
            field.name: self.arguments[argument.name]
            for field, argument in body.fields
            if argument.required or self.arguments[argument.name] is not None
        }
        return json.dumps(value)


def _joined(value: Plain, *, plain: bool = False) -> str:
    """A value as text on the wire; the items of a list with commas between them."""
    if isinstance(value, list):
        return ",".join(_joined(item, plain=plain) for item in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if plain else quote(text, safe="")


def _first_turn(pagination: Pagination | None) -> Plain:
    """What the first request says of the page; an empty text where it says nothing."""
    if pagination is None or pagination.style == "cursor":
        return ""
    return 0 if pagination.style == "total" else 1


def _next_turn(pagination: Pagination, page: Plain, items: list[Plain], turn: Plain) -> Plain:
    """What the next request says of the page; ``None`` where there is none."""
    said = value_at(page, pagination.next)
    match pagination.style:
        case "cursor":
            return said or None
        case "pages":
            return turn + 1 if turn < said else None
        case "more":
            return turn + 1 if said else None
    complete = len(items) >= said or not value_at(page, pagination.items)
    return None if complete else len(items)


def value_at(tree: Any, path: Sequence[str]) -> Any:
    """What stands in a JSON value at a path of field names; ``None`` if nothing does."""
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree
