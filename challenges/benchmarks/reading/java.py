"""Java: ``assert``, or a list of truth values that must not contain ``false``."""

from typing import Any

import tree_sitter_java
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._evaluator import Evaluator, parse
from codeeval_gym.challenges.benchmarks.reading._literals import text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import (
    Answer,
    Gap,
    NotDataError,
    arithmetic,
    compared,
    mapping,
)
from codeeval_gym.challenges.benchmarks.reading._types import (
    ANY,
    Type,
    cast,
    convert,
    read_type,
)
from codeeval_gym.types import CallTest, Compare, Param, Signature

__all__ = ["read_signature", "read_tests"]


def read_signature(declaration: str) -> tuple[Signature, str]:
    """The last method that a declaration opens.

    Returns:
        Its signature, and its return type as it is written.

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
    returns = text_of(method.child_by_field_name("type"))
    name = text_of(method.child_by_field_name("name"))
    return Signature(name, params, str(read_type(returns))), returns


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


_TUPLES = ("Unit", "Pair", "Triplet", "Quartet", "Quintet", "Sextet", "Septet", "Octet")
"""Classes of the library javatuples."""


class _Solution:
    """An instance of the program's class."""


class _Java(Evaluator):
    def __init__(self, signature: Signature) -> None:
        super().__init__(signature.name)
        self.params = signature.params
        self.optional = signature.returns.startswith("optional[")

    def run(self, node: Node) -> None:
        if node.type == "assert_statement":
            self.require(self.value(node.named_children[0]))
        else:
            super().run(node)

    def branch(self, node: Node) -> None:
        """``if (checks.contains(false)) throw …``: all of the checks are required.

        What ``if (!check) throw …`` checks, too.
        """
        condition = node.child_by_field_name("condition")
        call = condition.named_children[0] if condition is not None else None
        throws = "throw" in text_of(node.child_by_field_name("consequence"))
        if call is not None and throws and call.type == "unary_expression":
            if call.children[0].type != "!":
                raise NotDataError("a condition that is not known")
            self.require(self.value(call.children[-1]))
            return
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
        if node.type == "cast_expression":
            kind = read_type(text_of(node.child_by_field_name("type")))
            return cast(self.value(node.child_by_field_name("value")), kind)
        if node.type == "method_invocation":
            target = node.child_by_field_name("object")
            method = text_of(node.child_by_field_name("name"))
            return self._called(target, method, self.arguments(node))
        return super().special(node)

    def _created(self, name: str, args: tuple[Any, ...]) -> Any:
        if name == "Solution" and not args:
            return _Solution()
        outer = name.partition("<")[0]
        if read_type(f"{outer}<Object>").name == "list":
            return list(args[0]) if args and isinstance(args[0], list) else []
        if read_type(f"{outer}<Object, Object>").name == "dict":
            return dict(args[0]) if args and isinstance(args[0], dict) else {}
        raise NotDataError(f"a new {name:.40}")

    def _called(self, target: Node | None, method: str, args: tuple[Any, ...]) -> Any:
        match text_of(target), method, args:
            case "", self.function, _:  # static, called from its own class
                return self._ask(args)
            case ("Arrays", "asList", _) | ("List", "of", _):
                return list(args)
            case "Map", "of", _ if len(args) % 2 == 0:
                return mapping(zip(args[::2], args[1::2], strict=True))
            case ("Optional", "empty", ()) | ("Optional", "of", (_,)):
                return args[0] if args else None
            case "Math", "abs", (Gap() as gap,):
                return gap
            case "Math", "pow", (int() | float() as base, int() | float() as power):
                return float(arithmetic("**", base, power, whole=False))
            case "String", "valueOf", (int() as number,):
                return str(number)
            case "", "Object", (value,):  # no Java: MultiPL-E's way to write a value of any type
                return value
            case name, "with", _ if name in _TUPLES:
                return args
            case "Objects", "equals", (left, right):
                return compared(left, right, self.equal)
        return self._method(self.value(target), method, args)

    def _method(self, target: Any, method: str, args: tuple[Any, ...]) -> Any:
        match target, method, args:
            case _Solution(), self.function, _:
                return self._ask(args)
            case dict(), "put", (key, value):
                target[key] = value
                return value
            case Answer(), "equals", (value,):
                return compared(target, value, self.equal)
            case Answer(), "isEmpty", ():
                return compared(target, None if self.optional else [], self.equal)
            case Answer(), "get", () if self.optional:
                return target
        raise NotDataError(f"a call of {method}")

    def _ask(self, args: tuple[Any, ...]) -> Answer:
        typed = zip(args, self._types(len(args)), strict=True)
        return self.ask(tuple(convert(arg, kind) for arg, kind in typed))

    def _types(self, count: int) -> list[Type]:
        """Types of the parameters that are whole numbers in tests, and floats in the program."""
        floats = [Type("float") if item.type == "float" else ANY for item in self.params]
        return floats if len(floats) == count else [ANY] * count

    def compare(self, sign: str, left: Any, right: Any) -> CallTest:
        return compared(left, right, Compare("equal"))
