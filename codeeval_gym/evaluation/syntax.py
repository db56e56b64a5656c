"""What a text is as a program, found by a tolerant parser. Nothing is compiled or executed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import tree_sitter
import tree_sitter_cpp
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_rust

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation._definitions import Definition, definitions

__all__ = [
    "LANGUAGES",
    "Grade",
    "continues",
    "defines",
    "enclosing",
    "grade",
    "imports_apart",
    "last_function",
    "open_braces",
    "preamble",
    "shared_class",
]

_GRAMMARS = {
    "python": tree_sitter_python.language,
    "cpp": tree_sitter_cpp.language,
    "java": tree_sitter_java.language,
    "javascript": tree_sitter_javascript.language,
    "rust": tree_sitter_rust.language,
}
LANGUAGES = tuple(_GRAMMARS)
"""Languages whose programs can be judged."""
_CLOSINGS = ("", "\n}", "\n}\n}")
"""What a starter that ends inside its function lacks, outside Python."""


@dataclass(frozen=True)
class Grade:
    """How far a text is from a program."""

    error_count: int
    """Error and missing nodes."""
    error_ratio: float
    """Share of the bytes inside error nodes, 0 to 1."""
    first_error_line: int | None
    """1-based; ``None`` without errors."""


_KEPT = 8


@cache
def _grammar(language: str) -> tree_sitter.Language:
    if language not in _GRAMMARS:
        raise UnknownNameError("language", language, _GRAMMARS)
    return tree_sitter.Language(_GRAMMARS[language]())


@lru_cache(_KEPT)  # joining a program to its starter asks for the same trees several times
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


def defines(program: str, name: str, language: str = "python") -> bool:
    """True when the text defines ``name`` at top level; in Java, as a method of any class.

    Args:
        program: Any text.
        name: Of the function.
        language: The text's language.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    found = definitions(_parse(program, language), language)
    return any(item.name == name for item in found if item.is_function or language != "java")


def preamble(starter: str, name: str, language: str = "python", program: str = "") -> str:
    """What stands before the definition of ``name`` in a starter: its imports and helpers.

    Outside Python a second definition is an error, so there what ``program`` defines itself is left
    out; so are Rust's ``use`` lines where it has its own.

    Args:
        starter: Imports, helpers, and the function, whose body may be missing.
        name: Of the function.
        language: The starter's language.
        program: What will stand below.

    Returns:
        The text, empty if ``name`` is not defined in the starter.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    definition = _find(starter, name, language)
    if definition is None:
        return ""
    source = starter.encode("utf-8", "surrogatepass")
    if language == "python":
        kept = source[: definition.statement.start_byte]
    else:
        kept = _kept(source, definition.statement, language, program)
    return kept.decode("utf-8", "surrogatepass")


def _kept(source: bytes, end: tree_sitter.Node, language: str, program: str) -> bytes:
    """The source before ``end``, less what ``program`` brings itself."""
    below = _parse(program, language)
    kinds = {node.type for node in below.children}
    if "package_declaration" in kinds:  # has to come first
        return b""
    brought = {item.name for item in definitions(below, language)}
    root = end.parent
    assert root is not None
    twice = {
        item.statement.start_byte for item in definitions(root, language) if item.name in brought
    }
    kept, place = b"", 0
    for node in root.children:
        if node.start_byte >= end.start_byte:
            break
        used_twice = node.type == "use_declaration" and node.type in kinds
        if node.start_byte not in twice and not used_twice:
            kept += source[place : node.end_byte]
        place = node.end_byte
    return kept + source[place : end.start_byte]


def shared_class(starter: str, program: str) -> str | None:
    """The first class that a Python starter and a Python program both define, or ``None``.

    Args:
        starter: Its last body may be missing.
        program: Any text.
    """
    opened, own = (
        [
            item.name
            for item in definitions(_parse(text, "python"), "python")
            if item.node.type == "class_definition"
        ]
        for text in (f"{starter.rstrip()} pass", program)
    )
    return next((name for name in opened if name in own), None)


def continues(starter: str, program: str, language: str) -> bool:
    """True when the program makes sense only below the starter: it closes what that opens.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    if not _parse(program, language).has_error:
        return False
    return not _parse(f"{starter}\n{program}", language).has_error


def imports_apart(program: str) -> tuple[str, str]:
    """A Java program's imports, which have to come first, and the rest of it.

    Args:
        program: Any text.
    """
    source = program.encode("utf-8", "surrogatepass")
    imports, rest, place = b"", b"", 0
    for node in _parse(program, "java").children:
        if node.type == "import_declaration":
            imports += source[node.start_byte : node.end_byte] + b"\n"
            rest += source[place : node.start_byte]
            place = node.end_byte
    return (
        imports.decode("utf-8", "surrogatepass"),
        (rest + source[place:]).decode("utf-8", "surrogatepass"),
    )


def open_braces(text: str, language: str) -> int:
    """How many more braces a text opens than it closes; those in strings and comments aside.

    Args:
        text: Any text; it need not be a program.
        language: Its language.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    stack, count = [_parse(text, language)], 0
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if not node.is_missing:
            count += (node.type in ("{", "${")) - (node.type == "}")
    return count


def enclosing(starter: str, name: str, program: str) -> str:
    """What a Java method without a class goes into: the starter up to its own method.

    Args:
        starter: A class with the method ``name``.
        name: Of the method.
        program: A Java text.

    Returns:
        The text before the method, its class still open, without the methods that ``program``
        brings itself; empty unless it defines the method outside all classes and ``starter``
        inside one.
    """
    outside = list(definitions(_parse(program, "java"), "java"))
    if not any(item.name == name and item.node == item.statement for item in outside):
        return ""
    definition = _find(starter, name, "java")
    if definition is None or definition.node == definition.statement:
        return ""
    source = starter.encode("utf-8", "surrogatepass")
    brought = {_overload(item.node) for item in outside if item.is_function}
    kept, place = b"", 0
    body = definition.node.parent
    for node in body.named_children if body is not None else ():
        if node.start_byte >= definition.node.start_byte:
            break
        if node.type == "method_declaration" and _overload(node) in brought:
            kept += source[place : node.start_byte]
            place = node.end_byte
    return (kept + source[place : definition.node.start_byte]).decode("utf-8", "surrogatepass")


def _overload(method: tree_sitter.Node) -> tuple[bytes, ...]:
    """What tells a Java method from others of its name: the name, then the parameters' types."""
    name, parameters = (method.child_by_field_name(field) for field in ("name", "parameters"))
    types = [
        b"..." if item.type == "spread_parameter" else _text(item.child_by_field_name("type"))
        for item in (parameters.named_children if parameters is not None else ())
    ]
    return _text(name), *types


def _text(node: tree_sitter.Node | None) -> bytes:
    """A node's text without white space; empty for none."""
    return b"" if node is None else b"".join((node.text or b"").split())


def _find(starter: str, name: str, language: str) -> Definition | None:
    """The definition of ``name`` in a starter, whose last braces may be missing.

    Of several beside each other it is the last: those before are overloads that it calls, or, where
    there are none, defined anew by it.
    """
    for closing in _CLOSINGS if language != "python" else ("",):
        found = definitions(_parse(starter + closing, language), language)
        named = [item for item in found if item.name == name]
        if named:
            return [item for item in named if item.node.parent == named[0].node.parent][-1]
    return None


def last_function(program: str, language: str = "python") -> str | None:
    """The last function that the text defines at top level, or ``None``.

    ``main`` is none outside Python: there it is where a program starts.

    Args:
        program: Any text.
        language: Its language.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    found = definitions(_parse(program, language), language)
    names = [item.name for item in found if item.is_function]
    if language != "python":
        names = [name for name in names if name != "main"]
    return names[-1] if names else None
