"""JavaScript: ``console.assert(f(…) === …)``, ``JSON.stringify`` on both sides, ``deepEqual``."""

from collections.abc import Iterator
from typing import Any

import tree_sitter_javascript
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._evaluator import Evaluator, parse
from codeeval_gym.challenges.benchmarks.reading._literals import text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import Gap, NotDataError, compared
from codeeval_gym.types import CallTest, Compare, Param, Signature

__all__ = ["read_signature", "read_tests"]

_MAX_SAFE = 2**53 - 1
"""JavaScript's larger numbers are floats."""
_LOOSE = Compare("loose")
"""As ``==``, and as Node's ``deepEqual``."""


def read_signature(declaration: str) -> Signature:
    """The last function that a declaration opens; JavaScript declares no types.

    Raises:
        NotDataError: If there is none.
    """
    root = parse(declaration + "\n}", tree_sitter_javascript.language())
    functions = list(_functions(root))
    if not functions:
        raise NotDataError("a declaration without a function")
    name, function = functions[-1]
    listed = function.child_by_field_name("parameters")
    params = listed.named_children if listed is not None else []
    return Signature(name, tuple(Param(text_of(param), "any") for param in params), "any")


def read_tests(test: str, signature: Signature) -> tuple[CallTest, ...]:
    """The checks of all test functions, whether or not upstream calls them.

    Raises:
        NotDataError: If they are more than data.
    """
    tests: list[CallTest] = []
    for _, function in _functions(parse(test, tree_sitter_javascript.language())):
        evaluator = _JavaScript(signature.name)
        body = function.child_by_field_name("body")
        if body is not None:
            evaluator.run(body)
        tests += evaluator.tests
    return tuple(tests)


def _functions(root: Node) -> Iterator[tuple[str, Node]]:
    """The functions at top level, by name: declared, or an arrow that a name is bound to."""
    for statement in root.named_children:
        if statement.type == "function_declaration":
            yield text_of(statement.child_by_field_name("name")), statement
        for item in statement.named_children:
            arrow = item.child_by_field_name("value")
            if arrow is not None and arrow.type == "arrow_function":
                yield text_of(item.child_by_field_name("name")), arrow


class _JavaScript(Evaluator):
    whole_division = False

    def compare(self, sign: str, left: Any, right: Any) -> CallTest:
        return compared(left, right, _LOOSE if sign == "==" else self.equal)

    def value(self, node: Node | None) -> Any:
        value = super().value(node)
        return float(value) if type(value) is int and abs(value) > _MAX_SAFE else value

    def special(self, node: Node) -> Any:
        if node.type == "sequence_expression":  # (a, b) is b
            return [self.value(child) for child in node.named_children][-1]
        if node.type == "object":
            return dict(map(self._pair, node.named_children))
        if node.type != "call_expression":
            return super().special(node)
        called = node.child_by_field_name("function")
        args = self.arguments(node)
        if called is not None and called.type == "member_expression":
            return self._method(called, args)
        if self.is_function(text_of(called)):
            return self.ask(args)
        raise NotDataError(f"a call of {text_of(called):.40}")

    def _pair(self, node: Node) -> tuple[str, Any]:
        key = node.child_by_field_name("key")
        if node.type != "pair" or key is None:
            raise NotDataError("an object with more than pairs")
        name = text_of(key) if key.type == "property_identifier" else str(self.value(key))
        return name, self.value(node.child_by_field_name("value"))

    def _method(self, called: Node, args: tuple[Any, ...]) -> Any:
        target = called.child_by_field_name("object")
        method = text_of(called.child_by_field_name("property"))
        match text_of(target), method, args:
            case "console", "assert", (value, *_):
                return self.require(value)
            case "assert", "deepEqual", (left, right, *_):  # loose, as Node's own
                return self.require(compared(left, right, _LOOSE))
            case "assert", "deepStrictEqual" | "strictEqual", (left, right, *_):
                return self.require(compared(left, right, self.equal))
            case "JSON", "stringify", (value,):
                # A whole check in here is upstream's misplaced bracket (112): it is meant as such.
                return value
            case "Math", "abs", (Gap() | CallTest() as value,):
                return value
            case _, "toString", () if type(value := self.value(target)) is int:
                return str(value)
            case _, "push", (value,) if isinstance(items := self.value(target), list):
                items.append(value)
                return len(items)
        raise NotDataError(f"a call of {text_of(called):.40}")
