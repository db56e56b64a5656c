"""HumanEval-X in Java: a list of truth values that must not contain ``false``."""

from typing import Any

import tree_sitter_java
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.humaneval_x._evaluator import Evaluator, parse
from codeeval_gym.challenges.benchmarks.humaneval_x._literals import text_of
from codeeval_gym.challenges.benchmarks.humaneval_x._symbolic import (
    Answer,
    Gap,
    NotDataError,
    compared,
    mapping,
)
from codeeval_gym.challenges.benchmarks.humaneval_x._types import ANY, Type, convert, read_type
from codeeval_gym.types import CallTest, Compare, Param, Signature

__all__ = ["read_signature", "read_tests"]


def read_signature(declaration: str) -> Signature:
    """The last method that a declaration opens.

    Raises:
        NotDataError: If there is none.
    """
    method = _methods(declaration + "\n}\n}")[-1]
    listed = method.child_by_field_name("parameters")
    params = tuple(
        Param(
            text_of(item.child_by_field_name("name")),
            str(read_type(text_of(item.child_by_field_name("type")))),
        )
        for item in (listed.named_children if listed is not None else [])
    )
    returns = str(read_type(text_of(method.child_by_field_name("type"))))
    return Signature(text_of(method.child_by_field_name("name")), params, returns)


def read_tests(test: str, signature: Signature) -> tuple[CallTest, ...]:
    """The checks of ``main``.

    Raises:
        NotDataError: If they are more than data.
    """
    evaluator = _Java(signature)
    body = _methods(test)[-1].child_by_field_name("body")
    if body is not None:
        evaluator.run(body)
    return tuple(evaluator.tests)


def _methods(text: str) -> list[Node]:
    root = parse(text, tree_sitter_java.language())
    bodies = [item.child_by_field_name("body") for item in root.named_children]
    children = [child for body in bodies if body is not None for child in body.named_children]
    methods = [child for child in children if child.type == "method_declaration"]
    if not methods:
        raise NotDataError("a class without a method")
    return methods


class _Solution:
    """An instance of the program's class."""


class _Java(Evaluator):
    def __init__(self, signature: Signature) -> None:
        super().__init__(signature.name)
        self.params = signature.params
        self.optional = signature.returns.startswith("optional[")

    def branch(self, node: Node) -> None:
        """``if (checks.contains(false)) throw …``: every one of the checks is required."""
        condition = node.child_by_field_name("condition")
        call = condition.named_children[0] if condition is not None else None
        contains = call is not None and text_of(call.child_by_field_name("name")) == "contains"
        if call is None or not contains or self.arguments(call) != (False,):
            raise NotDataError("a condition that is not known")
        for check in self.value(call.child_by_field_name("object")):
            self.require(check)

    def special(self, node: Node) -> Any:
        if node.type == "object_creation_expression":
            return self._created(text_of(node.child_by_field_name("type")), self.arguments(node))
        if node.type == "array_creation_expression":
            return self.value(node.child_by_field_name("value"))
        if node.type == "method_invocation":
            target = node.child_by_field_name("object")
            method = text_of(node.child_by_field_name("name"))
            return self._called(target, method, self.arguments(node))
        return super().special(node)

    def _created(self, name: str, args: tuple[Any, ...]) -> Any:
        if name == "Solution" and not args:
            return _Solution()
        kind = read_type(name.replace("<>", "<Object>")).name
        if kind == "list":
            return list(args[0]) if args and isinstance(args[0], list) else []
        raise NotDataError(f"a new {name:.40}")

    def _called(self, target: Node | None, method: str, args: tuple[Any, ...]) -> Any:
        match text_of(target), method, args:
            case ("Arrays", "asList", _) | ("List", "of", _):
                return list(args)
            case "Map", "of", _ if len(args) % 2 == 0:
                return mapping(zip(args[::2], args[1::2], strict=True))
            case ("Optional", "empty", ()) | ("Optional", "of", (_,)):
                return args[0] if args else None
            case "Math", "abs", (Gap() as gap,):
                return gap
            case "Objects", "equals", (left, right):
                return compared(left, right, self.equal)
        return self._method(self.value(target), method, args)

    def _method(self, target: Any, method: str, args: tuple[Any, ...]) -> Any:
        match target, method, args:
            case _Solution(), self.function, _:
                typed = zip(args, self._types(len(args)), strict=True)
                return self.ask(tuple(convert(arg, kind) for arg, kind in typed))
            case Answer(), "equals", (value,):
                return compared(target, value, self.equal)
            case Answer(), "isEmpty", ():
                return compared(target, None if self.optional else [], self.equal)
            case Answer(), "get", () if self.optional:
                return target
        raise NotDataError(f"a call of {method}")

    def _types(self, count: int) -> list[Type]:
        """Types of the parameters that are whole numbers in tests, and floats in the program."""
        floats = [Type("float") if item.type == "float" else ANY for item in self.params]
        return floats if len(floats) == count else [ANY] * count

    def compare(self, sign: str, left: Any, right: Any) -> CallTest:
        return compared(left, right, Compare("equal"))
