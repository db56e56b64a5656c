"""Rust: ``assert!`` and ``assert_eq!`` in functions of a test module."""

import re
from collections.abc import Iterator
from typing import Any

import tree_sitter_rust
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._evaluator import Evaluator, parse
from codeeval_gym.challenges.benchmarks.reading._literals import text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import Gap, NotDataError, mapping
from codeeval_gym.challenges.benchmarks.reading._types import read_type, to_single
from codeeval_gym.types import CallTest, Param, Signature

__all__ = ["entry_of", "read_tests"]


def entry_of(reference: str, test: str, name: str = "") -> tuple[Signature, str, str]:
    """The function that the tests call, and how the reference opens it.

    A declaration may open a mere helper of it, so it is read from the reference.

    Args:
        reference: A right program.
        test: What calls the function.
        name: Which function it is; empty for the last of those that are called.

    Returns:
        Its signature, its return type as it is written, and the reference up to its body.

    Raises:
        NotDataError: If there is none.
    """
    root = parse(reference, tree_sitter_rust.language())
    functions = [item for item in root.named_children if item.type == "function_item"]
    for item in reversed(functions):
        found = text_of(item.child_by_field_name("name"))
        body = item.child_by_field_name("body")
        is_wanted = name in ("", found) and re.search(rf"\b{found} *[(;]", test)
        if is_wanted and body is not None:
            returns = text_of(item.child_by_field_name("return_type"))
            opening = reference.encode()[: body.start_byte + 1].decode() + "\n"
            return _signature(item, found, returns), returns, opening
    raise NotDataError("tests that call no function of the reference")


def _signature(function: Node, name: str, returns: str) -> Signature:
    listed = function.child_by_field_name("parameters")
    params = (
        Param(
            text_of(item.child_by_field_name("pattern")),
            str(read_type(text_of(item.child_by_field_name("type")))),
        )
        for item in (listed.named_children if listed is not None else [])
    )
    return Signature(name, tuple(params), str(read_type(returns)))


def read_tests(test: str, signature: Signature) -> tuple[CallTest, ...]:
    """The checks of all functions of the test module, or of ``main``.

    Raises:
        NotDataError: If they are more than data.
    """
    root = parse(_without_macros(test), tree_sitter_rust.language())
    tests: list[CallTest] = []
    for module in root.named_children:
        body = module.child_by_field_name("body")
        is_main = text_of(module.child_by_field_name("name")) == "main"
        for item in [module] if is_main else body.named_children if body is not None else []:
            if item.type == "function_item":
                evaluator = _Rust(signature.name)
                block = item.child_by_field_name("body")
                if block is not None:
                    evaluator.run(block)
                tests += evaluator.tests
    return tuple(tests)


def _without_macros(text: str) -> str:
    """The text with ``vec![…]`` as ``[…]`` and ``assert!(…)`` as ``assert(…)``.

    A macro's arguments are mere tokens to the grammar; those of a call are expressions.
    """
    source = text.encode()
    kept, place = b"", 0
    for start, end in sorted(_macro_marks(parse(text, tree_sitter_rust.language()))):
        kept += source[place:start]
        place = end
    return (kept + source[place:]).decode()


def _macro_marks(root: Node) -> Iterator[tuple[int, int]]:
    """The places of ``vec!`` and of the ``!`` of other macros."""
    stack = [root]
    while stack:
        node = stack.pop()
        stack += node.children
        for name, mark, tree in zip(
            node.children, node.children[1:], node.children[2:], strict=False
        ):
            if (name.type, mark.type, tree.type) == ("identifier", "!", "token_tree"):
                start = name.start_byte if name.text == b"vec" else mark.start_byte
                yield start, mark.end_byte


_TURBOFISH = re.compile(r"::<.*>(?=::)")


class _Rust(Evaluator):
    def declare(self, node: Node) -> None:
        if node.type != "let_declaration":
            raise NotDataError(f"a {node.type.replace('_', ' ')}")
        value = self.value(node.child_by_field_name("value"))
        if text_of(node.child_by_field_name("type")) == "f32" and isinstance(value, float):
            value = to_single(value)
        self.names[text_of(node.child_by_field_name("pattern"))] = value

    def name(self, name: str) -> Any:
        return None if name == "None" else super().name(name)

    def special(self, node: Node) -> Any:
        if node.type == "reference_expression":
            return self.value(node.child_by_field_name("value"))
        if node.type == "tuple_expression":
            return tuple(map(self.value, node.named_children))
        if node.type != "call_expression":
            return super().special(node)
        called = node.child_by_field_name("function")
        args = self.arguments(node)
        if called is not None and called.type == "field_expression":
            target = self.value(called.child_by_field_name("value"))
            return self._method(target, text_of(called.child_by_field_name("field")), args)
        return self._function(text_of(called), args)

    def _function(self, name: str, args: tuple[Any, ...]) -> Any:
        match _TURBOFISH.sub("", name), args:
            case plain, _ if self.is_function(plain):
                return self.ask(args)
            case "assert", (value, *_):
                return self.require(value)
            case "assert_eq", (left, right, *_):
                return self.require(self.binary("==", left, right))
            case ("String::from" | "Some", (value,)):
                return value
            case "f32::abs" | "f64::abs", (Gap() as gap,):
                return gap
            case "Vec::new", ():
                return []
            case "String::new", ():
                return ""
            case "HashMap::new", ():
                return {}
            case "HashMap::from", (list() as pairs,):
                return mapping(pairs)
        raise NotDataError(f"a call of {name:.40}")

    def _method(self, target: Any, method: str, args: tuple[Any, ...]) -> Any:
        if method in ("to_string", "to_owned", "into", "clone") and not args:
            return str(target) if method == "to_string" and type(target) is int else target
        if method == "abs" and not args:
            return target
        raise NotDataError(f"a call of {method}")
