"""What a text is as a program, found by a tolerant parser. Nothing is compiled or executed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter
import tree_sitter_python

from codeeval_gym.errors import UnknownNameError

__all__ = ["LANGUAGES", "Grade", "defines", "grade", "last_function", "preamble"]

_GRAMMARS = {"python": tree_sitter_python.language}
LANGUAGES = tuple(_GRAMMARS)
"""Languages whose programs can be judged."""
_DEFINITIONS = {"function_definition", "class_definition", "assignment"}


@dataclass(frozen=True)
class Grade:
    """How far a text is from a program."""

    error_count: int
    """Error and missing nodes."""
    error_ratio: float
    """Share of the bytes inside error nodes, 0 to 1."""
    first_error_line: int | None
    """1-based; ``None`` without errors."""


@cache
def _grammar(language: str) -> tree_sitter.Language:
    if language not in _GRAMMARS:
        raise UnknownNameError("language", language, _GRAMMARS)
    return tree_sitter.Language(_GRAMMARS[language]())


def _parse(program: str, language: str) -> tree_sitter.Node:
    source = program.encode("utf-8", "surrogatepass")
    # A parser has state and threads share no state here; a new one costs microseconds.
    return tree_sitter.Parser(_grammar(language)).parse(source).root_node


def grade(program: str, language: str = "python") -> Grade:
    """Count what a tolerant parse could not make sense of.

    Args:
        program: Any text.
        language: Its language.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    root = _parse(program, language)
    errors = list(_errors(root))
    if not errors:
        return Grade(0, 0.0, None)
    inside = sum(node.end_byte - node.start_byte for node in errors)
    ratio = min(1.0, inside / max(1, root.end_byte))
    return Grade(len(errors), ratio, errors[0].start_point[0] + 1)


def _errors(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Outermost error and missing nodes, in order. A stack, since a text may be nested deeply."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            stack.extend(reversed(node.children))


def _top_level(
    root: tree_sitter.Node,
) -> Iterator[tuple[str, tree_sitter.Node, tree_sitter.Node]]:
    """Names that a Python module defines at top level, with definition and whole statement."""
    for statement in root.children:
        node: tree_sitter.Node | None = statement
        if statement.type == "decorated_definition":
            node = statement.child_by_field_name("definition")
        elif statement.type == "expression_statement":
            node = statement.children[0]
        if node is None:
            continue
        name = node.child_by_field_name("left" if node.type == "assignment" else "name")
        if name is not None and name.text is not None and node.type in _DEFINITIONS:
            yield name.text.decode("utf-8", "replace"), node, statement


def defines(program: str, name: str) -> bool:
    """True when the Python text defines ``name`` at top level."""
    return any(found == name for found, *_ in _top_level(_parse(program, "python")))


def preamble(starter: str, name: str) -> str:
    """What stands before the definition of ``name`` in a Python starter: its imports and helpers.

    Returns:
        The text, empty if ``name`` is not defined there.
    """
    source = starter.encode("utf-8", "surrogatepass")
    for found, _, statement in _top_level(_parse(starter, "python")):
        if found == name:
            return source[: statement.start_byte].decode("utf-8", "surrogatepass")
    return ""


def last_function(program: str) -> str | None:
    """The last function that the Python text defines at top level, or ``None``."""
    names = [
        name
        for name, definition, _ in _top_level(_parse(program, "python"))
        if definition.type == "function_definition"
    ]
    return names[-1] if names else None
