"""What a policy is told: the contract, the operation, and its description as context."""

import copy
from typing import Any

import yaml

from codeeval_gym.challenges.openapi._contract import TRIES, UNEXPECTED
from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._operations import Operation
from codeeval_gym.challenges.openapi._pagination import EXTENSION, written
from codeeval_gym.challenges.openapi._parsing import error_name

__all__ = ["context_of", "prompt_of", "type_of"]

_CONTRACT = """\
Write `{call}`, the client of `{method} {path}` ({title}).

The function performs no input or output. It gets its arguments and `replies`, the replies \
received so far, oldest first, each (status, headers, content). It returns what to do next, as \
(action, target, headers, content):

- To send a request: its method, the path with its query, its headers, its content ("" if none).
- When it is done: ("RETURN", "", {{}}, result as JSON text).
- When it failed: ("RAISE", name of the error, {{}}, what the server said).

Rules:

- Every value in a path or query is percent-encoded as UTF-8; only letters, digits and -._~ stay.
- Truth values are written true and false. The items of a list have commas between them, or, \
in a query whose parameter does not say `explode: false`, are a pair each.
- An argument that is null is left out, and so is an empty list; a required field of the body that \
is null is sent as null.
- Headers are those that are described, those of the security scheme, and Content-Type: \
application/json where there is a body.
"""


def type_of(operation: Operation) -> dict[str, str]:
    """Language-neutral type by argument, ``replies`` among them."""
    types = {
        item.name: item.type if item.required else f"optional[{item.type}]"
        for item in operation.arguments
    }
    return {**types, "replies": "list[tuple[int, dict[str, str], str]]"}


def prompt_of(operation: Operation) -> str:
    """The statement of the challenge."""
    names = type_of(operation)
    lines = [
        _CONTRACT.format(
            call=f"{operation.name}({', '.join(names)})",
            method=operation.method,
            path=operation.path,
            title=operation.title,
        ).rstrip("\n")
    ]
    lines += [f"- {rule}" for rule in _rules(operation)]
    lines += ["", "Arguments:", ""]
    lines += [f"- {name}: {kind}{_meaning(operation, name)}" for name, kind in names.items()]
    return "\n".join(lines) + "\n"


def _rules(operation: Operation) -> list[str]:
    statuses = ", ".join(str(reply.status) for reply in operation.success)
    rules = []
    if operation.retried:
        after = " or ".join(map(str, operation.retried))
        rules.append(
            f"After a {after} reply the same request is sent again, at most {TRIES} times in a "
            "row; one more such reply is an error."
        )
    for reply in operation.failures:
        said = "the content as it came"
        if reply.message:
            said = f"the text at {'.'.join(reply.message)}"
        name = error_name(reply.status)
        rules.append(f"A {reply.status} reply is the error {name}, with {said}.")
    rules.append(
        f"Any status but these and {statuses} is the error {UNEXPECTED}, with the content as it "
        "came."
    )
    return [*rules, *_result(operation)]


def _result(operation: Operation) -> list[str]:
    pagination = operation.pagination
    if pagination is None:
        return ["The result is the content of the reply as it came."]
    parameter, said = f"`{pagination.parameter}`", f"`{'.'.join(pagination.next)}`"
    turning = {
        "cursor": f"The first request has no {parameter}; the next ones have {said} of the reply "
        "before, until that is null or empty.",
        "pages": f"{parameter} is 1 in the first request and goes up by 1, to the number {said}.",
        "more": f"{parameter} is 1 in the first request and goes up by 1, while {said} is true.",
        "total": f"{parameter} is how many items were received, 0 at first, until these are {said} "
        "or a page is empty.",
    }[pagination.style]
    items = ".".join(pagination.items)
    return [turning, f"The result is the list of all items, each page's at `{items}`, in order."]


def _meaning(operation: Operation, name: str) -> str:
    for parameter in operation.parameters:
        if parameter.argument.name == name:
            return f", the {parameter.place} parameter {parameter.name}"
    body = operation.body
    for field, argument in body.fields if body else ():
        if argument.name == name:
            return f", {field.name} in the body"
    for credential in operation.credentials:
        if name in {argument.name for argument in credential.arguments}:
            return f", for the {credential.kind} in {credential.name}"
    return ", the body" if body and body.whole and body.whole.name == name else ""


def context_of(document: Place, operation: Operation, path_item: Place) -> str:
    """The part of the description that an operation needs, as YAML."""
    described = copy.deepcopy(operation.place.value)
    if operation.pagination is not None:
        described[EXTENSION] = written(operation.pagination)
    item = {operation.method.lower(): described}
    if "parameters" in path_item.mapping():
        item["parameters"] = copy.deepcopy(path_item.value["parameters"])
    part: dict[str, Any] = {"paths": {operation.path: item}}
    waiting = list(_references(part))
    seen: set[str] = set()
    while waiting:
        parts = waiting.pop().split("/")[:4]
        reference = "/".join(parts)
        if reference in seen or parts[:2] != ["#", "components"] or len(parts) < 4:
            continue
        seen.add(reference)
        kind, name = parts[2:]
        value = document.referred(reference).value
        part.setdefault("components", {}).setdefault(kind, {})[name] = value
        waiting.extend(_references(value))
    schemes = document.root.get("components", {}).get("securitySchemes")
    if operation.credentials and schemes:
        part.setdefault("components", {})["securitySchemes"] = schemes
        if "security" in document.root and "security" not in described:
            part["security"] = document.root["security"]
    return yaml.safe_dump(part, sort_keys=False, allow_unicode=True, width=100)


def _references(tree: Any) -> list[str]:
    found: list[str] = []
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                found.append(value["$ref"])
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found
