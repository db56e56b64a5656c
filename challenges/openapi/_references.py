"""Right clients, written from the operation: one program for each language that is offered."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from string import Template

from codeeval_gym.challenges.openapi._contract import TRIES, UNEXPECTED
from codeeval_gym.challenges.openapi._dialects import DIALECTS, Dialect
from codeeval_gym.challenges.openapi._operations import (
    Argument,
    Credential,
    Operation,
    Parameter,
)
from codeeval_gym.challenges.openapi._parsing import error_name

__all__ = ["references_of", "starters_of"]


def starters_of(operation: Operation) -> Mapping[str, str]:
    """Language to the line that a program may continue."""
    names = ", ".join([*(item.name for item in operation.arguments), "replies"])
    return {
        language: _filled(dialect.starter, function=operation.name, names=names)
        for language, dialect in DIALECTS.items()
    }


def references_of(operation: Operation) -> Mapping[str, str]:
    """Language to a right program."""
    starters = starters_of(operation)
    return {
        language: _program(operation, dialect, starters[language])
        for language, dialect in DIALECTS.items()
    }


def _program(operation: Operation, dialect: Dialect, starter: str) -> str:
    pagination = operation.pagination
    style = pagination.style if pagination else ""
    reading = _filled(
        dialect.reading[style],
        items=json.dumps(pagination.items if pagination else ()),
        next=json.dumps(pagination.next if pagination else ()),
    )
    features = _features(operation)
    failures = {
        str(reply.status): error_name(reply.status)
        if "none said" in features
        else [error_name(reply.status), reply.message]
        for reply in operation.failures
    }
    lines = dialect.program.split("\n")
    program = _filled(
        "\n".join(line for each in lines for line in _kept(each, features)),
        shown="shown" if "bool" in features else "str",
        failures=json.dumps(failures, indent=4, ensure_ascii=False),
        starter=starter.rstrip("\n"),
        turn={"": '""', "cursor": '""', "total": "0"}.get(style, "1"),
        retried=list(operation.retried),
        tries=TRIES,
        success=[reply.status for reply in operation.success],
        unexpected=UNEXPECTED,
        reading=textwrap.indent(reading, " " * 4 * dialect.depth),
        request=textwrap.indent("\n".join(_request(operation, dialect)), " " * 4),
        target=" + ".join(_target(operation, dialect)),
        method=operation.method,
        content=dialect.statements["content"] if operation.body else '""',
    )
    return program.lstrip("\n")


def _features(operation: Operation) -> frozenset[str]:
    """What the client of an operation has to do."""
    said = {bool(reply.message) for reply in operation.failures}
    types = [parameter.argument.type for parameter in operation.parameters]
    in_query = [item for item in operation.credentials if item.place == "query"]
    queries = [item for item in operation.parameters if item.place == "query"]
    paths = [item for item in operation.parameters if item.place == "path"]
    paging = operation.pagination is not None
    known = {
        "retry": bool(operation.retried),
        "again": bool(operation.retried) and paging,
        "failures": bool(said),
        "all said": said == {True},
        "some said": said == {True, False},
        "none said": said == {False},
        "at": True in said or paging,
        "json": True in said or paging or operation.body is not None,
        "paging": paging,
        "query": paging or bool(in_query) or bool(queries),
        "encoded": paging or bool(in_query) or bool(queries) or bool(paths),
        "bool": any("bool" in kind for kind in types),
        "basic": any(item.kind == "basic" for item in operation.credentials),
    }
    return frozenset(name for name, there in known.items() if there)


def _kept(line: str, features: frozenset[str]) -> Iterator[str]:
    """The line without its mark, if the client has that feature."""
    feature, bar, text = line.removeprefix("?").partition("|")
    if not bar or not line.startswith("?"):
        yield line
    elif feature in features:
        yield text


def _target(operation: Operation, dialect: Dialect) -> Iterator[str]:
    """The parts of the path, each an expression."""
    arguments = {p.name: p.argument for p in operation.parameters if p.place == "path"}
    for part in re.split(r"(\{[^{}]*\})", operation.path):
        argument = arguments.get(part[1:-1]) if part.startswith("{") else None
        if argument is None:
            if part:
                yield _literal(part)
            continue
        kind = "path list" if argument.type.startswith("list") else "encoded"
        yield _filled(dialect.statements[kind], value=argument.name)


def _request(operation: Operation, dialect: Dialect) -> Iterator[str]:
    """The statements that make up everything but the path."""
    for parameter in operation.parameters:
        if parameter.place != "path":
            statement = _statement(dialect, _kind(parameter), parameter.name, parameter.argument)
            yield _if_given(dialect, parameter.argument, statement)
    if operation.pagination is not None:
        kind = "cursor" if operation.pagination.style == "cursor" else "turn"
        yield _filled(dialect.statements[kind], name=_literal(operation.pagination.parameter))
    for credential in operation.credentials:
        yield _credential(dialect, credential)
    if operation.body is not None:
        yield dialect.statements["json"]
        whole = operation.body.whole
        yield _statement(dialect, "whole", "", whole) if whole else dialect.statements["body"]
        for field, argument in operation.body.fields:
            statement = _statement(dialect, "field", field.name, argument)
            yield _if_given(dialect, argument, statement)


def _kind(parameter: Parameter) -> str:
    is_list = parameter.argument.type.startswith("list")
    if parameter.place == "header":
        return "headers" if is_list else "header"
    if not is_list:
        return "pair"
    return "each" if parameter.explode else "joined"


def _credential(dialect: Dialect, credential: Credential) -> str:
    kind = credential.kind
    if kind == "key":
        kind = "header" if credential.place == "header" else "pair"
    return _filled(
        dialect.statements[kind],
        name=_literal(credential.name),
        shown="str",
        value=credential.arguments[0].name,
        second=credential.arguments[-1].name,
    )


def _statement(dialect: Dialect, kind: str, name: str, argument: Argument) -> str:
    shown = "shown" if "bool" in argument.type else "str"
    return _filled(dialect.statements[kind], name=_literal(name), value=argument.name, shown=shown)


def _if_given(dialect: Dialect, argument: Argument, statement: str) -> str:
    if argument.required:
        return statement
    inner = textwrap.indent(statement, " " * 4)
    return _filled(dialect.given, value=argument.name, statement=inner)


def _literal(text: str) -> str:
    """A text as both languages write it."""
    return json.dumps(text, ensure_ascii=False)


def _filled(text: str, **blanks: object) -> str:
    return Template(text).safe_substitute(blanks)
