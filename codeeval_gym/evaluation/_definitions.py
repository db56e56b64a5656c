"""What a program defines at top level, in each language. Works on trees with errors, too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

__all__ = ["Definition", "definitions"]


@dataclass(frozen=True)
class Definition:
    """A name that a program defines."""

    name: str
    """The name."""
    node: Node
    """What defines it."""
    statement: Node
    """The top-level statement that holds ``node``, or is it."""
    is_function: bool
    """True for a function, or a name that is bound to one where it is defined."""


def definitions(root: Node, language: str) -> Iterator[Definition]:
    """The names that a program defines at top level, in order; Java's methods in any class.

    Args:
        root: The program's tree.
        language: Its language.
    """
    for statement in root.children:
        for name, node, is_function in _FINDERS[language](statement):
            yield Definition(name, node, statement, is_function)


_Found = Iterator[tuple[str, Node, bool]]
_NAMES = {"identifier", "type_identifier"}


def _named(node: Node | None, is_function: bool, field: str = "name") -> _Found:
    """The definition that ``node`` is, if it has a plain name."""
    name = node.child_by_field_name(field) if node is not None else None
    if node is not None and name is not None and name.type in _NAMES and name.text:
        yield name.text.decode("utf-8", "replace"), node, is_function


def _python(statement: Node) -> _Found:
    node: Node | None = statement
    if statement.type == "decorated_definition":
        node = statement.child_by_field_name("definition")
    elif statement.type == "expression_statement":
        node = statement.children[0]
    if node is None or node.type not in {"function_definition", "class_definition", "assignment"}:
        return
    name = node.child_by_field_name("left" if node.type == "assignment" else "name")
    if name is not None and name.text is not None:
        text = name.text.decode("utf-8", "replace")
        yield text, node, node.type == "function_definition"


_JS_FUNCTIONS = {"arrow_function", "function_expression", "generator_function"}


def _javascript(statement: Node) -> _Found:
    node: Node | None = statement
    if statement.type == "export_statement":
        node = statement.child_by_field_name("declaration")
    if node is None:
        return
    if node.type in {"function_declaration", "generator_function_declaration"}:
        yield from _named(node, True)
    elif node.type == "class_declaration":
        yield from _named(node, False)
    elif node.type in {"lexical_declaration", "variable_declaration", "expression_statement"}:
        for child in node.named_children:
            value = child.child_by_field_name("value") or child.child_by_field_name("right")
            field = "left" if child.type == "assignment_expression" else "name"
            yield from _named(child, value is not None and value.type in _JS_FUNCTIONS, field)


def _cpp(statement: Node) -> _Found:
    node = statement
    if statement.type == "template_declaration":
        node = statement.named_children[-1]
    if node.type == "function_definition":
        yield from _named(_innermost(node), True, "declarator")
    elif node.type in {"struct_specifier", "class_specifier"}:
        yield from _named(node, False)
    elif node.type == "declaration":
        for child in node.children_by_field_name("declarator"):
            if child.type == "init_declarator":
                value = child.child_by_field_name("value")
                is_lambda = value is not None and value.type == "lambda_expression"
                yield from _named(_innermost(child), is_lambda, "declarator")


def _innermost(node: Node) -> Node:
    """The node whose declarator is the name: what is between are pointers and parameters."""
    inner = node.child_by_field_name("declarator")
    while inner is not None and not inner.type.endswith("identifier"):
        children = inner.named_children
        after = inner.child_by_field_name("declarator") or (children[-1] if children else None)
        node, inner = inner, after
    return node


_JAVA_TYPES = {
    "class_declaration",
    "record_declaration",
    "interface_declaration",
    "enum_declaration",
}


def _java(statement: Node) -> _Found:
    stack = [statement]
    while stack:  # no recursion: classes may be nested deeply
        node = stack.pop()
        if node.type == "method_declaration":
            yield from _named(node, True)
        elif node.type in _JAVA_TYPES:
            yield from _named(node, False)
            body = node.child_by_field_name("body")
            stack.extend(reversed(body.children if body is not None else []))
        elif node.type == "enum_body_declarations":
            stack.extend(reversed(node.children))


_RUST_ITEMS = {
    "const_item",
    "enum_item",
    "function_item",
    "macro_definition",
    "mod_item",
    "static_item",
    "struct_item",
    "trait_item",
    "type_item",
}


def _rust(statement: Node) -> _Found:
    if statement.type in _RUST_ITEMS:
        yield from _named(statement, statement.type == "function_item")


_FINDERS: dict[str, Callable[[Node], _Found]] = {
    "cpp": _cpp,
    "java": _java,
    "javascript": _javascript,
    "python": _python,
    "rust": _rust,
}
