"""Faults in statements: one that is missing, a loop left the wrong way, an error not told."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from codeeval_gym.challenges.mutation._dialects import Dialect
from codeeval_gym.challenges.mutation._mutant import Edit
from codeeval_gym.challenges.mutation._trees import ancestors, text_of

__all__ = ["statement_edits"]

_CONTROL = re.compile(
    r"(?:if|for|while|loop|match|return|break|continue|unsafe|try|async)_expression|block"
    r"|string|concatenated_string|ellipsis|yield"
)
_DEFAULTS = {
    "0", "0.0", "0L", "''", '""', "[]", "{}", "()", "None", "null", "undefined", "nullptr",
    "False", "false", "Vec::new()", "String::new()", "vec![]", "set()", "Default::default()",
    "String::from(\"\")", "dict()", "list()",
}  # fmt: skip
_PYTHON_TYPES = (
    (re.compile(r"(?:typing\.)?[Ll]ist\b|Sequence\b|Iterable\b"), "[]"),
    (re.compile(r"(?:typing\.)?[Dd]ict\b|Mapping\b"), "{}"),
    (re.compile(r"(?:typing\.)?[Tt]uple\b"), "()"),
    (re.compile(r"(?:typing\.)?[Ss]et\b"), "set()"),
    (re.compile(r"str\b"), '""'),
    (re.compile(r"bool\b"), "False"),
    (re.compile(r"int\b"), "0"),
    (re.compile(r"float\b"), "0.0"),
)
_JAVA_PRIMITIVES = {"integral_type": "0", "floating_point_type": "0", "boolean_type": "false"}
_BY_VALUE = {
    "list": "[]", "list_comprehension": "[]", "array": "[]", "dictionary": "{}", "tuple": "()",
    "dictionary_comprehension": "{}", "string": '""', "template_string": '""',
    "concatenated_string": '""',
}  # fmt: skip


def statement_edits(node: Node, dialect: Dialect) -> Iterator[Edit]:
    """The faults that can be put where a statement stands.

    Args:
        node: Any node of a program's tree.
        dialect: Of the program's language.
    """
    if node.type == "expression_statement":
        yield from _dropped(node, dialect)
    elif node.type in dialect.throws:
        yield Edit("exception_swallow", node.start_byte, node.end_byte, dialect.nothing)
    elif node.type in dialect.handlers:
        yield from _swallowed(node, dialect)
    elif node.type in {dialect.breaks, dialect.continues}:
        yield from _loop_control(node, dialect)
    elif node.type == dialect.returns:
        yield from _returned(node, dialect)
    elif node.type == "function_item":
        yield from _rust_tail(node)


def _dropped(node: Node, dialect: Dialect) -> Iterator[Edit]:
    inner = node.named_children[0] if node.named_children else None
    if inner is None or _CONTROL.fullmatch(inner.type):
        return
    if dialect.name == "rust" and not text_of(node).endswith(";"):
        return
    if dialect.name == "python" and not _is_later_assignment(inner):
        return
    if node.parent is not None and node.parent.type == "for_statement":
        body = node.parent.child_by_field_name("body")
        if dialect.name == "javascript" and node != body:
            return  # a part of its head
    yield Edit("drop_statement", node.start_byte, node.end_byte, dialect.nothing)


def _is_later_assignment(inner: Node) -> bool:
    """False for the first assignment to a name: without it there is no such name."""
    left = inner.child_by_field_name("left")
    if inner.type != "assignment" or left is None or left.type in {"subscript", "attribute"}:
        return inner.type != "assignment" or inner.child_by_field_name("right") is not None
    names = {text_of(left)} if left.type == "identifier" else set(map(text_of, left.named_children))
    function = next((it for it in ancestors(inner) if it.type == "function_definition"), None)
    if function is None or function.text is None:
        return False
    before = function.text[: inner.start_byte - function.start_byte].decode("utf-8", "replace")
    assigned = (rf"[(,]\s*{re.escape(name)}\b|\b{re.escape(name)}\b[^=\n(]*=[^=]" for name in names)
    return all(re.search(pattern, before) for pattern in assigned)


def _swallowed(node: Node, dialect: Dialect) -> Iterator[Edit]:
    body = node.named_children[-1]
    is_block = body.type in {"block", "compound_statement", "statement_block"}
    if is_block and body.named_children and text_of(body).strip() != "pass":
        yield Edit("exception_swallow", body.start_byte, body.end_byte, dialect.empty_block)


def _loop_control(node: Node, dialect: Dialect) -> Iterator[Edit]:
    if node.named_children:  # to a label, or with a value
        return
    stops = (*dialect.loops, *dialect.functions, "switch_statement", "switch_expression")
    holder = next((outer for outer in ancestors(node) if outer.type in stops), None)
    if holder is None or holder.type not in dialect.loops:
        return
    text = text_of(node)
    old, new = ("break", "continue") if node.type == dialect.breaks else ("continue", "break")
    yield Edit("loop_control", node.start_byte, node.end_byte, text.replace(old, new, 1))


def _returned(node: Node, dialect: Dialect) -> Iterator[Edit]:
    value = node.named_children[0] if node.named_children else None
    if (
        value is None
        or text_of(value) in _DEFAULTS
        or value.type in {"comment", "initializer_list"}
    ):
        return
    holder = next((outer for outer in ancestors(node) if outer.type in dialect.functions), None)
    if holder is None or (holder.type in dialect.closures and dialect.is_typed):
        return
    default = _default(holder, value, dialect)
    if default is not None and default != text_of(value):
        ending = ";" if text_of(node).endswith(";") else ""
        text = f"return {default}{ending}"
        yield Edit("return_default", node.start_byte, node.end_byte, text)


def _default(function: Node, value: Node, dialect: Dialect) -> str | None:
    """What a lazy program would return instead; ``None`` where that cannot be said."""
    if dialect.name == "cpp":
        return None if "auto" in text_of(function.child_by_field_name("type")) else "{}"
    if dialect.name == "rust":
        return _rust_default(function)
    if dialect.name == "java":
        kind = function.child_by_field_name("type")
        return None if kind is None else _JAVA_PRIMITIVES.get(kind.type, "null")
    declared = text_of(function.child_by_field_name("return_type")).strip("'\"")
    for pattern, default in _PYTHON_TYPES if dialect.name == "python" else ():
        if pattern.match(declared):
            return default
    if value.type in _BY_VALUE:
        return _BY_VALUE[value.type]
    if value.type in {"comparison_operator", "boolean_operator", "not_operator", "true"}:
        return "False" if dialect.name == "python" else "false"
    return "None" if dialect.name == "python" else "null"


def _rust_default(function: Node) -> str | None:
    declared = text_of(function.child_by_field_name("return_type"))
    without = not declared or declared.startswith(("Result", "impl", "&mut", "Self", "!"))
    return None if without else "Default::default()"


def _rust_tail(function: Node) -> Iterator[Edit]:
    """The value of a function's body, which no word announces."""
    body = function.child_by_field_name("body")
    last = body.named_children[-1] if body is not None and body.named_children else None
    default = _rust_default(function)
    if last is None or default is None or text_of(last) in _DEFAULTS:
        return
    if last.type.endswith(("_statement", "_declaration", "_item", "comment")):
        return
    yield Edit("return_default", last.start_byte, last.end_byte, default)
