"""Java: static methods."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from codeeval_gym.challenges.generation.data import Source
from codeeval_gym.challenges.generation.languages._base import languages
from codeeval_gym.challenges.generation.languages.sliced.code import Code, Function, Item
from codeeval_gym.challenges.generation.languages.sliced.comments import comment_above
from codeeval_gym.challenges.generation.languages.sliced.language import SlicedLanguage
from codeeval_gym.challenges.generation.languages.sliced.trees import (
    PARSE_SECONDS,
    dedented,
    field_text,
    names_in,
    split_body,
)
from codeeval_gym.challenges.generation.languages.sliced.types import neutral_java
from codeeval_gym.challenges.mutation._trees import parse_within, text_of, walk
from codeeval_gym.types import Param

__all__ = ["Java"]

_KINDS = (
    "class_declaration",
    "interface_declaration",
    "enum_declaration",
    "record_declaration",
)
_PARAMETERS = ("formal_parameter", "spread_parameter")
_MOST_CLASS = 4000
_IMPORT = re.compile(r"^\s*(import\s+(?:static\s+)?java\.[\w.]+(?:\.\*)?\s*;)", re.MULTILINE)


class Java(SlicedLanguage):
    """See ``Language``."""

    name = "java"
    suffixes: tuple[str, ...] = (".java",)

    def read(self, sources: Sequence[Source]) -> Code:
        """See :meth:`SlicedLanguage.read`."""
        reader = _Reader()
        for source in sources:
            root = parse_within(source.text.encode("utf-8", "replace"), "java", PARSE_SECONDS)
            if root is None or root.has_error:
                reader.broken.append(source.path)
                continue
            reader.lines[source.path] = source.text.split("\n")
            reader.imports[source.path] = tuple(_IMPORT.findall(source.text))
            for node in root.named_children:
                if node.type in _KINDS:
                    reader.add(node, source.path)
        return reader.code()

    def assembled(
        self, function: Function, helpers: Sequence[Item], code: Code
    ) -> tuple[str, str, str]:
        """See :meth:`SlicedLanguage.assembled`."""
        names = {*function.item.uses, *(name for item in helpers for name in item.uses)}
        paths = dict.fromkeys([function.item.path, *(item.path for item in helpers)])
        lines = dict.fromkeys(line for path in paths for line in code.imports.get(path, ()))
        uses = [line for line in lines if line.endswith("*;") or _imported(line) in names]
        classes: dict[str, list[str]] = {}
        whole: list[str] = []
        for item in helpers:
            owner, dot, _ = item.names[0].partition(".")
            if dot:
                classes.setdefault(owner, []).append(item.text)
            else:
                whole.append(item.text)
        own = classes.pop(function.owner, [])
        others = [f"class {name} {{\n{_indented(texts)}\n}}" for name, texts in classes.items()]
        before = "\n\n".join(filter(None, ["\n".join(uses), *whole, *others]))
        opened = f"class {function.owner} {{\n" + (f"{_indented(own)}\n\n" if own else "")
        before = f"{before}\n\n{opened}" if before else opened
        said = "\n".join(filter(None, [function.comment, f"{function.header} {{"]))
        starter = f"{before}{_indented([said])}\n"
        program = f"{before}{_indented([function.item.text])}\n}}\n"
        return starter, function.item.text + "\n", program


def _indented(texts: Sequence[str]) -> str:
    return textwrap.indent("\n\n".join(texts), "    ")


def _imported(line: str) -> str:
    return line.removesuffix(";").strip().rpartition(".")[2]


class _Reader:
    """The classes read so far."""

    def __init__(self) -> None:
        self.found: list[tuple[Node, Item, str]] = []
        self.items: dict[str, list[Item]] = {}
        self.broken: list[str] = []
        self.lines: dict[str, list[str]] = {}
        self.imports: dict[str, tuple[str, ...]] = {}

    def code(self) -> Code:
        items = {name: tuple(found) for name, found in self.items.items()}
        functions = tuple(
            _function(
                node,
                item,
                owner,
                comment_above(self.lines[item.path], node.start_point.row),
                is_overloaded=len(items[item.names[0]]) > 1,
            )
            for node, item, owner in self.found
        )
        return Code(functions, items, (), tuple(self.broken), self.imports)

    def add(self, node: Node, path: str) -> None:
        """A class at the top of a file: its static members, or all of it."""
        owner = field_text(node, "name")
        body = node.child_by_field_name("body")
        members = body.named_children if body is not None else []
        static = [each for each in members if "static" in _modifiers(each)]
        methods = [each for each in static if each.type == "method_declaration"]
        if not methods or node.type != "class_declaration":
            self._whole(node, owner, path)
            return
        for each in static:
            if each.type == "field_declaration":
                names = tuple(
                    f"{owner}.{field_text(inner, 'name')}"
                    for inner in each.children_by_field_name("declarator")
                )
                self._item(each, names, owner, path)
            elif each.type == "method_declaration":
                name = (f"{owner}.{field_text(each, 'name')}",)
                self.found.append((each, self._item(each, name, owner, path), owner))
            elif each.type in _KINDS:
                self._whole(each, field_text(each, "name"), path)

    def _whole(self, node: Node, owner: str, path: str) -> None:
        text = re.sub(r"^((?:@\w+\s+)*)(?:public|private|protected)?\s*", r"\1", dedented(node))
        if len(text) <= _MOST_CLASS:
            item = Item((owner,), text, _uses(node, owner), path, _line(node))
            self.items.setdefault(owner, []).append(item)

    def _item(self, node: Node, names: tuple[str, ...], owner: str, path: str) -> Item:
        item = Item(names, dedented(node), _uses(node, owner) - {*names}, path, _line(node))
        for name in names:
            self.items.setdefault(name, []).append(item)
        return item


def _line(node: Node) -> int:
    return int(node.start_point.row) + 1


def _modifiers(node: Node) -> str:
    first = node.named_children[0] if node.named_children else None
    return text_of(first) if first is not None and first.type == "modifiers" else ""


def _uses(node: Node, owner: str) -> frozenset[str]:
    """Names as they stand, and as members of the class that they may belong to."""
    plain = names_in(node)
    qualified = set()
    for inner in walk(node):
        if inner.type in ("method_invocation", "field_access"):
            target = inner.child_by_field_name("object")
            name = field_text(inner, "name") or field_text(inner, "field")
            if target is not None and target.type == "identifier":
                qualified.add(f"{text_of(target)}.{name}")
    called = {
        field_text(inner, "name")
        for inner in walk(node)
        if inner.type == "method_invocation" and inner.child_by_field_name("object") is None
    }
    fields = {name for name in plain if name.isupper() or name in called}
    return plain | qualified | {f"{owner}.{name}" for name in fields}


def _function(node: Node, item: Item, owner: str, comment: str, *, is_overloaded: bool) -> Function:
    body = node.child_by_field_name("body")
    name = item.names[0]
    listed = node.child_by_field_name("parameters")
    given = [each for each in (listed.named_children if listed else ()) if each.type in _PARAMETERS]
    params = tuple(_param(each) for each in given)
    kinds = [_written(each) for each in given]
    header, inner = split_body(node, body) if body is not None else (text_of(node), "")
    returned = field_text(node, "type")
    reason = ""
    if body is None:
        reason = "it has no body"
    elif is_overloaded and name.rpartition(".")[2] in names_in(body):
        reason = "it calls another of its name"
    elif node.child_by_field_name("type_parameters") is not None:
        reason = "it is generic"
    elif "private" in _modifiers(node):
        reason = "it is private"
    elif "@Deprecated" in _modifiers(node):
        reason = "it is deprecated"
    elif not params or any("any" in param.type for param in params):
        reason = "its parameters are no plain data"
    elif returned == "void":
        reason = "it returns nothing"
    elif neutral_java(returned) == "any":
        reason = "its answer is no plain data"
    return Function(
        item=item,
        name=f"{name}({', '.join(kinds)})" if is_overloaded else name,
        entry=name.rpartition(".")[2],
        last_line=int(node.end_point.row) + 1,
        header=_header(header, node),
        body=inner,
        comment=_aligned(comment),
        params=params,
        returns=neutral_java(returned),
        owner=owner,
        reason=reason,
    )


def _header(header: str, node: Node) -> str:
    """A header at the left margin."""
    first, *rest = header.split("\n")
    return "\n".join([first, *(line[node.start_point.column :] for line in rest)])


def _aligned(comment: str) -> str:
    """A comment whose stars stand below each other."""
    return re.sub(r"\n\s*\*", "\n *", comment)


def _written(node: Node) -> str:
    """A parameter's type as it is written."""
    kinds = [text_of(each) for each in node.named_children if each.type != "modifiers"]
    return kinds[0] + ("..." if node.type == "spread_parameter" else "")


def _param(node: Node) -> Param:
    names = [text_of(each) for each in _names(node)]
    return Param(names[-1] if names else "", neutral_java(_written(node)))


def _names(node: Node) -> Iterator[Node]:
    return (each for each in walk(node) if each.type == "identifier")


languages.register("java")(Java())
