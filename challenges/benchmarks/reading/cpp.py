"""C++: ``assert`` in ``main``, and ``issame`` for what has no ``==`` of its own."""

import re
from typing import Any

import tree_sitter_cpp
from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._evaluator import Evaluator, parse
from codeeval_gym.challenges.benchmarks.reading._literals import text_of
from codeeval_gym.challenges.benchmarks.reading._symbolic import (
    Answer,
    Braces,
    Gap,
    NotDataError,
    compared,
)
from codeeval_gym.challenges.benchmarks.reading._types import (
    ANY,
    Type,
    cast,
    convert,
    made,
    read_type,
)
from codeeval_gym.types import CallTest, Compare, Param, Signature

__all__ = ["read_signature", "read_tests"]


def read_signature(starter: str) -> tuple[Signature, str]:
    """The last function that a starter opens.

    Returns:
        Its signature, and its return type as it is written.

    Raises:
        NotDataError: If there is none.
    """
    function = _opened(starter)
    params = tuple(Param(name, str(kind)) for name, kind in _params(function))
    returns = text_of(function.child_by_field_name("type"))
    return Signature(_name(function), params, str(read_type(returns))), returns


def read_tests(test: str, starter: str) -> tuple[CallTest, ...]:
    """The checks of ``main``.

    Raises:
        NotDataError: If they are more than data.
    """
    evaluator = _Cpp(_opened(starter))
    for function in _functions(test):
        body = function.child_by_field_name("body")
        if _name(function) == "issame":
            evaluator.same = _params(function)[-1][1], _tolerance(function)
        elif _name(function) == "main" and body is not None:
            evaluator.run(body)
    return tuple(evaluator.tests)


_ALIAS = re.compile(r"(?m)^typedef +(.+?) +(\w+);")


def _opened(starter: str) -> Node:
    """The last function of a starter; other names of types are written out."""
    aliases = {found[2]: found[1] for found in _ALIAS.finditer(starter)}
    if aliases:
        names = re.compile(rf"\b(?:{'|'.join(aliases)})\b")
        starter = names.sub(lambda found: aliases[found[0]], _ALIAS.sub("", starter))
    return _functions(starter + "\n}")[-1]


def _functions(text: str) -> list[Node]:
    root = parse(text, tree_sitter_cpp.language())
    functions = [item for item in root.named_children if item.type == "function_definition"]
    if not functions:
        raise NotDataError("a declaration without a function")
    return functions


def _declarator(function: Node) -> Node | None:
    node = function.child_by_field_name("declarator")
    while node is not None and node.type != "function_declarator":
        node = node.named_children[-1] if node.named_children else None
    return node


def _name(function: Node) -> str:
    declarator = _declarator(function)
    return text_of(declarator.child_by_field_name("declarator")) if declarator else ""


def _type(node: Node) -> Type:
    return read_type(text_of(node.child_by_field_name("type")))


def _params(function: Node) -> list[tuple[str, Type]]:
    declarator = _declarator(function)
    listed = declarator.child_by_field_name("parameters") if declarator else None
    return [
        (text_of(item.child_by_field_name("declarator")).lstrip("&* "), _type(item))
        for item in (listed.named_children if listed is not None else [])
    ]


def _tolerance(function: Node) -> Compare:
    """How ``issame`` compares: by the small number in it, if there is one."""
    stack, small = [function], 0.0
    while stack:
        node = stack.pop()
        stack += node.children
        if node.type == "number_literal" and "e-" in text_of(node):
            small = float(text_of(node))
    return Compare("close", atol=small) if small else Compare("equal")


class _Cpp(Evaluator):
    equal = Compare("equal")
    """As in C++, where ``true == 1``."""

    def __init__(self, function: Node) -> None:
        super().__init__(_name(function))
        self.types = [kind for _, kind in _params(function)]
        self.returns = _type(function)
        self.same: tuple[Type, Compare] | None = None

    def declare(self, node: Node) -> None:
        declarators = node.children_by_field_name("declarator")
        if node.type != "declaration" or not declarators:
            raise NotDataError(f"a {node.type.replace('_', ' ')}")
        for item in declarators:
            value = self.value(item.child_by_field_name("value"))
            name = text_of(item.child_by_field_name("declarator"))
            self.names[name] = convert(value, _type(node))

    def special(self, node: Node) -> Any:
        if node.type == "initializer_list":
            return Braces(tuple(map(self.value, node.named_children)))
        if node.type == "qualified_identifier" and text_of(node) == "std::nullopt":
            return None
        if node.type == "cast_expression":
            return cast(self.value(node.child_by_field_name("value")), _type(node))
        if node.type != "call_expression":
            return super().special(node)
        called = node.child_by_field_name("function")
        args = self.arguments(node)
        if called is not None and called.type == "field_expression":
            target = self.value(called.child_by_field_name("argument"))
            method = text_of(called.child_by_field_name("field"))
            if method == "push_back" and isinstance(target, list) and len(args) == 1:
                return target.append(args[0])
        return self._function(text_of(called), args)

    def _function(self, name: str, args: tuple[Any, ...]) -> Any:
        match name, args:
            case _ if self.is_function(name) and len(args) == len(self.types):
                typed = zip(args, self.types, strict=True)
                return self.ask(tuple(convert(arg, kind) for arg, kind in typed))
            case "assert", (value,):
                return self.require(value)
            case "issame", (left, right) if self.same is not None:
                kind, compare = self.same
                return compared(left, convert(right, kind), compare)
            case "abs", (Gap() as gap,):
                return Gap(gap.answer, convert(gap.value, self.returns))
            case "to_string", (int() as number,):
                return str(number)
            case "std::make_tuple" | "std::make_pair", _:
                return args
            case _, (Answer() as answer,) if "any_cast<" in name:
                return answer
        kind = read_type(name)
        if kind != ANY or name == "std::any":
            return made(kind, args)
        raise NotDataError(f"a call of {name:.40}")

    def compare(self, sign: str, left: Any, right: Any) -> CallTest:
        if isinstance(left, Answer):
            right = convert(right, self.returns)
        return compared(left, right, self.equal)
