"""Faults with names: arguments in the wrong order, a variable taken for another of its type."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from codeeval_gym.challenges.mutation._dialects import Dialect
from codeeval_gym.challenges.mutation._mutant import Edit
from codeeval_gym.challenges.mutation._trees import ancestors, text_of, walk

__all__ = ["name_edits"]

_SYMMETRIC = re.compile(
    r"(?:.*[.:])?(?:max|min|gcd|lcm|hypot|abs_diff|eq|equals|isclose|__gcd|is_same|swap|print|println"
    r"|log|printf|format)"
)
_CALLEE = ("function", "name", "constructor", "type")
_SIMPLE_TYPES = re.compile(
    r"(?:const\s+)?(?:unsigned\s+)?(?:int|long|short|char|bool|boolean|byte|float|double|long long"
    r"|size_t|u?int\d+_t|[iu](?:8|16|32|64|128|size)|f32|f64|&?str|string|std::string|String"
    r"|list|dict|(?:[Ll]ist|[Dd]ict|vector|std::vector)[<\[][\w<>\[\], :]*[>\]]|int\[\]"
    r"|&\[\w+\]|number)"
)
_READERS = {
    "binary_expression", "binary_operator", "comparison_operator", "argument_list", "arguments",
    "return_statement", "subscript", "subscript_expression", "subscript_argument_list",
    "array_access", "index_expression", "return_expression", "augmented_assignment",
    "range_expression",
}  # fmt: skip


def name_edits(node: Node, dialect: Dialect) -> Iterator[Edit]:
    """The faults that can be put where a call or a function stands.

    Args:
        node: Any node of a program's tree.
        dialect: Of the program's language.
    """
    if node.type in dialect.calls:
        yield from _swapped(node)
    if node.type in dialect.functions and node.type not in dialect.closures:
        yield from _confused(node, dialect)


def _swapped(call: Node) -> Iterator[Edit]:
    callee = next(filter(None, map(call.child_by_field_name, _CALLEE)), None)
    arguments = call.child_by_field_name("arguments")
    if arguments is None or _SYMMETRIC.fullmatch(text_of(callee)):
        return
    given = [item for item in arguments.named_children if "comment" not in item.type]
    given = [item for item in given if item.type != "keyword_argument"]
    for one, other in itertools.pairwise(given):
        alike = one.type.split("_")[0] == other.type.split("_")[0] or "identifier" in one.type
        if text_of(one) == text_of(other) or not alike or "splat" in one.type + other.type:
            continue
        between = _between(arguments, one, other)
        text = f"{text_of(other)}{between}{text_of(one)}"
        whole = _replaced(call, one.start_byte, other.end_byte, text)
        yield Edit("swap_arguments", call.start_byte, call.end_byte, whole)
        return


def _between(arguments: Node, one: Node, other: Node) -> str:
    source = arguments.text or b""
    start = arguments.start_byte
    return source[one.end_byte - start : other.start_byte - start].decode("utf-8", "replace")


def _replaced(node: Node, start: int, end: int, text: str) -> str:
    source = node.text or b""
    before, after = source[: start - node.start_byte], source[end - node.start_byte :]
    return before.decode("utf-8", "replace") + text + after.decode("utf-8", "replace")


@dataclass(frozen=True)
class _Variable:
    """A name with a type, known from one place to the end of a block."""

    name: str
    type: str
    start: int
    end: int


def _confused(function: Node, dialect: Dialect) -> Iterator[Edit]:
    """Each use of a variable with the last one declared of its type in its place."""
    variables = list(_variables(function, dialect))
    for node in walk(function, dialect.skipped):
        if node.type != "identifier" or node.parent is None or node.parent.type not in _READERS:
            continue
        if node.parent.child_by_field_name("left") == node and "assign" in node.parent.type:
            continue
        name, place = text_of(node), node.start_byte
        known = [item for item in variables if item.start <= place < item.end]
        types = {item.type for item in known if item.name == name}
        others = [item.name for item in known if item.name != name and {item.type} == types]
        if others:
            yield Edit("wrong_variable", node.start_byte, node.end_byte, others[-1])


def _variables(function: Node, dialect: Dialect) -> Iterator[_Variable]:
    for node in walk(function):
        for name, kind in _declared(node, dialect):
            kind = " ".join(re.sub(r"\bconst\b|\bfinal\b|&(?!\[|str)", "", kind).split())
            if name and _SIMPLE_TYPES.fullmatch(kind):
                block = _scope(node, function, dialect)
                yield _Variable(name, kind, node.end_byte, block.end_byte)


def _scope(node: Node, function: Node, dialect: Dialect) -> Node:
    """The block in which a declaration holds; in Python the whole function."""
    if dialect.name == "python":
        return function
    for outer in ancestors(node):
        if outer == function or outer.type in {*dialect.loops, *dialect.functions}:
            return outer
        if outer.type in {"block", "compound_statement", "statement_block"}:
            return outer
    return function


def _declared(node: Node, dialect: Dialect) -> Iterator[tuple[str, str]]:
    """Name and type of what a node declares."""
    if dialect.is_typed:
        yield from _typed(node)
    elif node.type == "typed_parameter" and node.named_children:
        yield text_of(node.named_children[0]), text_of(node.child_by_field_name("type"))
    elif node.type in {"assignment", "variable_declarator"}:
        left = node.child_by_field_name("left") or node.child_by_field_name("name")
        value = node.child_by_field_name("right") or node.child_by_field_name("value")
        if left is not None and left.type == "identifier" and value is not None:
            yield text_of(left), _type_of_value(value)
    elif node.type == "for_statement" and dialect.name == "python":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is not None and left.type == "identifier" and text_of(right).startswith("range("):
            yield text_of(left), "int"


def _typed(node: Node) -> Iterator[tuple[str, str]]:
    kind = text_of(node.child_by_field_name("type"))
    if node.type in {"parameter", "let_declaration"}:  # Rust
        yield text_of(node.child_by_field_name("pattern")), kind
    elif node.type == "formal_parameter":
        yield text_of(node.child_by_field_name("name")), kind
    elif node.type in {"local_variable_declaration", "declaration", "parameter_declaration"}:
        for item in node.children_by_field_name("declarator"):
            named = item.child_by_field_name("name") or item
            if item.type == "init_declarator":
                named = item.child_by_field_name("declarator") or item
            elif item.type == "reference_declarator":
                named = item.named_children[-1]
            if named.type == "identifier":
                yield text_of(named), kind


def _type_of_value(value: Node) -> str:
    """What a literal, a length or a sum of such is; empty if that cannot be said."""
    if value.type in {"integer", "number"}:
        return "int"
    if value.type == "call" and text_of(value.child_by_field_name("function")) in {"len", "int"}:
        return "int"
    if value.type == "member_expression" and text_of(value).endswith(".length"):
        return "int"
    return {"string": "str", "list": "list", "array": "list", "dictionary": "dict"}.get(
        value.type, ""
    )
