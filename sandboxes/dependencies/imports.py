"""Which modules a program names, found by a tolerant parser. Nothing is compiled or executed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import tree_sitter

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.sandboxes.dependencies.standard import LANGUAGES, is_standard

__all__ = ["ImportName", "imports_of"]

_Node = tree_sitter.Node


@dataclass(frozen=True)
class ImportName:
    """A module that a program names."""

    name: str
    """As the program writes it: ``sklearn.svm``, ``lodash/fp``, ``com.google.gson.Gson``,
    ``Eigen/Dense``, ``regex``."""
    line: int
    """1-based line of its first mention."""
    standard: bool
    """It belongs to the language itself."""


def imports_of(program: str, language: str) -> tuple[ImportName, ...]:
    """The modules that a program names in so many words, in the order of their first mention.

    Relative imports and modules of the program's own are left out. A name that a program makes up
    while it runs cannot be seen; that import fails in the jail like any other.

    Args:
        program: Any text.
        language: Its language.

    Raises:
        UnknownNameError: If there is no such language.
    """
    source = program.encode("utf-8", "surrogatepass")
    root = tree_sitter.Parser(_grammar(language)).parse(source).root_node
    found: dict[str, ImportName] = {}
    for name, line in _FINDERS[language](root):
        if name not in found:
            found[name] = ImportName(name, line, is_standard(name, language))
    return tuple(found.values())


@cache
def _grammar(language: str) -> tree_sitter.Language:
    if language not in LANGUAGES:
        raise UnknownNameError("language", language, LANGUAGES)
    return tree_sitter.Language(import_module(f"tree_sitter_{language}").language())


def _nodes(root: _Node) -> Iterator[_Node]:
    """Every node, in order. A stack, since a text may be nested deeply."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def _text(node: _Node | None) -> str:
    if node is None or node.text is None:
        return ""
    return node.text.decode("utf-8", "replace")


def _line(node: _Node) -> int:
    return node.start_point[0] + 1


def _first_argument(call: _Node) -> str:
    """The first argument of a call if it is a plain string, else nothing."""
    arguments = call.child_by_field_name("arguments")
    first = arguments.named_children[0] if arguments and arguments.named_children else None
    return _string(first)


def _string(node: _Node | None) -> str:
    if node is None or node.type != "string":
        return ""
    kinds = ("string_content", "string_fragment")
    return "".join(_text(child) for child in node.children if child.type in kinds)


def _python(root: _Node) -> Iterator[tuple[str, int]]:
    for node in _nodes(root):
        names: list[str] = []
        if node.type == "import_statement":
            for item in node.children_by_field_name("name"):
                bare = item.child_by_field_name("name") if item.type == "aliased_import" else item
                names.append(_text(bare))
        elif node.type == "import_from_statement":
            names.append(_text(node.child_by_field_name("module_name")))
        elif node.type == "call":
            function = _text(node.child_by_field_name("function"))
            if function in ("__import__", "import_module", "importlib.import_module"):
                names.append(_first_argument(node))
        for name in names:
            if name and not name.startswith("."):
                yield name.replace(" ", ""), _line(node)


def _javascript(root: _Node) -> Iterator[tuple[str, int]]:
    for node in _nodes(root):
        name = ""
        if node.type in ("import_statement", "export_statement"):
            name = _string(node.child_by_field_name("source"))
        elif node.type == "call_expression":
            function = _text(node.child_by_field_name("function"))
            name = _first_argument(node) if function in ("require", "import") else ""
        if name and not name.startswith((".", "/", "#")):
            yield name, _line(node)


def _java(root: _Node) -> Iterator[tuple[str, int]]:
    for node in _nodes(root):
        if node.type == "import_declaration":
            for child in node.named_children:
                if child.type in ("scoped_identifier", "identifier"):
                    yield "".join(_text(child).split()), _line(node)


def _cpp(root: _Node) -> Iterator[tuple[str, int]]:
    for node in _nodes(root):
        if node.type == "preproc_include":
            name = _text(node.child_by_field_name("path")).strip('<>"')
            if name and not name.startswith((".", "/")):
                yield name, _line(node)


def _rust(root: _Node) -> Iterator[tuple[str, int]]:
    nodes = list(_nodes(root))
    own = {"crate", "self", "super", "Self"}
    for node in nodes:
        if node.type.endswith("_item"):
            own.add(_text(node.child_by_field_name("name")))
    for node in nodes:
        if node.type == "use_declaration":
            argument = node.child_by_field_name("argument")
            names = _rust_roots(argument) if argument else []
        elif node.type == "extern_crate_declaration":
            names = [_text(node.child_by_field_name("name"))]
        else:
            continue
        for name in names:
            if name and name not in own:
                yield name, _line(node)


def _rust_roots(tree: _Node) -> list[str]:
    """The outermost names of a ``use``: one, or one for each item of ``use {a::b, c::d}``."""
    roots: list[str] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        path = node.child_by_field_name("path")
        if path is not None:
            stack.append(path)
        elif node.type == "identifier":
            roots.append(_text(node))
        elif node.type == "scoped_identifier":  # ``::name``
            roots.append(_text(node.child_by_field_name("name")))
        elif node.type in ("use_list", "use_wildcard"):
            stack += reversed(node.named_children)
    return roots


_FINDERS: dict[str, Callable[[_Node], Iterator[tuple[str, int]]]] = {
    "python": _python,
    "javascript": _javascript,
    "java": _java,
    "cpp": _cpp,
    "rust": _rust,
}
