"""C++: free functions, their namespaces taken away."""

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from codeeval_gym.challenges.generation.data import Source
from codeeval_gym.challenges.generation.languages._base import languages
from codeeval_gym.challenges.generation.languages.sliced.code import (
    MISSING,
    Code,
    Function,
    Item,
)
from codeeval_gym.challenges.generation.languages.sliced.comments import comment_above
from codeeval_gym.challenges.generation.languages.sliced.language import SlicedLanguage
from codeeval_gym.challenges.generation.languages.sliced.literals import (
    NoLiteralError,
    literal,
)
from codeeval_gym.challenges.generation.languages.sliced.trees import (
    PARSE_SECONDS,
    dedented,
    field_text,
    names_in,
    split_body,
)
from codeeval_gym.challenges.generation.languages.sliced.types import neutral_cpp
from codeeval_gym.challenges.mutation._trees import parse_within, text_of, walk
from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["Cpp"]

_TYPES = ("struct_specifier", "class_specifier", "enum_specifier", "union_specifier")
_MOST_DEPTH = 30
_INCLUDE = re.compile(r"^\s*#\s*include\s*(<[^>]+>)", re.MULTILINE)
_NAMESPACE = re.compile(r"\bnamespace\s+([A-Za-z_]\w*)")


class Cpp(SlicedLanguage):
    """See ``Language``."""

    name = "cpp"
    suffixes: tuple[str, ...] = (".cpp", ".cc", ".cxx", ".h", ".hh", ".hpp", ".hxx")

    def read(self, sources: Sequence[Source]) -> Code:
        """See :meth:`SlicedLanguage.read`."""
        namespaces = {name for source in sources for name in _NAMESPACE.findall(source.text)}
        reader = _Reader(namespaces - {"std"})
        # Headers first: they say what the definitions are called with.
        for source in sorted(sources, key=lambda item: ".h" not in item.path):
            reader.add(source)
        return reader.code()

    def assembled(
        self, function: Function, helpers: Sequence[Item], code: Code
    ) -> tuple[str, str, str]:
        """See :meth:`SlicedLanguage.assembled`."""
        paths = dict.fromkeys([function.item.path, *(item.path for item in helpers)])
        includes = dict.fromkeys(line for path in paths for line in code.imports.get(path, ()))
        said = dict.fromkeys(item.declaration for item in helpers if item.declaration)
        before = "\n\n".join(
            filter(None, ["\n".join(includes), *_ordered(helpers, "\n".join(said))])
        )
        comment = f"{function.comment}\n" if function.comment else ""
        starter = "\n\n".join(filter(None, [before, f"{comment}{function.header} {{\n"]))
        program = "\n\n".join(filter(None, [before, function.item.text])) + "\n"
        return starter, function.item.text + "\n", program


def _ordered(helpers: Sequence[Item], said: str) -> list[str]:
    """Macros, types and constants, then what is declared, then the functions."""
    first = [item.text for item in helpers if not item.declaration]
    return [*first, said, *(item.text for item in helpers if item.declaration)]


class _Reader:
    """The files read so far."""

    def __init__(self, namespaces: set[str]) -> None:
        names = "|".join(sorted(map(re.escape, namespaces)))
        self.qualified = re.compile(rf"(?<!\w)(?:::)?(?:(?:{names})\s*::\s*)+") if names else None
        self.found: list[tuple[Node, Item]] = []
        self.declared: dict[tuple[str, int], tuple[Node, str]] = {}
        self.items: dict[str, list[Item]] = {}
        self.constants: dict[str, Plain] = {}
        self.broken: list[str] = []
        self.lines: dict[str, list[str]] = {}
        self.includes: dict[str, tuple[str, ...]] = {}

    def code(self) -> Code:
        items = {name: tuple(found) for name, found in self.items.items()}
        functions = tuple(
            self._function(node, item, len(items[item.names[0]]) > 1) for node, item in self.found
        )
        return Code(functions, items, (), tuple(self.broken), self.includes)

    def add(self, source: Source) -> None:
        root = parse_within(source.text.encode("utf-8", "replace"), "cpp", PARSE_SECONDS)
        if root is None:
            self.broken.append(source.path)
            return
        self.lines[source.path] = source.text.split("\n")
        self.includes[source.path] = tuple(
            f"#include {name}" for name in _INCLUDE.findall(source.text)
        )
        for node in _definitions(root):
            if not node.has_error:
                self._define(node, source.path)
        if root.has_error:
            self.broken.append(source.path)

    def _define(self, node: Node, path: str) -> None:
        inner = node.named_children[-1] if node.type == "template_declaration" else node
        if inner.type == "function_definition":
            name = field_text(_declarator(inner), "declarator")
            if re.fullmatch(r"[A-Za-z_]\w*", name):
                item = self._item(node, (name,), path, self._said(inner))
                if node is inner:
                    self.found.append((node, item))
        elif inner.type == "declaration" and _declarator(inner) is not None:
            declarator = _declarator(inner)
            key = field_text(declarator, "declarator"), len(_params(declarator))
            self.declared.setdefault(key, (inner, path))
        elif inner.type == "declaration":
            self._constant(inner, path)
        elif inner.type in ("preproc_def", "preproc_function_def"):
            self._item(node, (field_text(inner, "name"),), path, "")
            if re.fullmatch(r"-?\d+", field_text(inner, "value").strip()):
                self.constants[field_text(inner, "name")] = int(field_text(inner, "value"))
        elif inner.type in _TYPES:
            self._item(node, (field_text(inner, "name"),), path, "", ending=";")
        elif inner.type in ("alias_declaration", "type_definition"):
            name = field_text(inner, "name") or field_text(inner, "declarator")
            self._item(node, (name,), path, "")

    def _constant(self, node: Node, path: str) -> None:
        for each in node.children_by_field_name("declarator"):
            name = field_text(each, "declarator")
            value = each.child_by_field_name("value")
            if each.type == "init_declarator" and value is not None:
                self._item(node, (re.sub(r"[\[\]&*\s].*", "", name),), path, "")
                try:
                    self.constants[name] = literal(value)
                except NoLiteralError:
                    continue

    def _said(self, node: Node) -> str:
        """The declaration of a function; that of its header, with defaults, where there is one."""
        declarator = _declarator(node)
        key = field_text(declarator, "declarator"), len(_params(declarator))
        header, _ = self.declared.get(key, (None, ""))
        body = node.child_by_field_name("body")
        assert body is not None
        said = dedented(header) if header is not None else f"{split_body(node, body)[0]};"
        return self._plain(said)

    def _item(
        self, node: Node, names: tuple[str, ...], path: str, said: str, ending: str = ""
    ) -> Item:
        text = self._plain(dedented(node).rstrip()) + ending
        uses = names_in(node, frozenset(names))
        if node.type.startswith("preproc"):
            uses = frozenset(re.findall(r"[A-Za-z_]\w*", text)) - {*names, "define"}
        uses |= frozenset(re.findall(r"[A-Za-z_]\w*", said)) - {*names}
        if "=" in said:  # a default stands in the declaration, and nowhere else
            text = _without_defaults(text)
        item = Item(names, text, uses, path, int(node.start_point.row) + 1, declaration=said)
        for name in names:
            self.items.setdefault(name, []).append(item)
        return item

    def _plain(self, text: str) -> str:
        return self.qualified.sub("", text) if self.qualified else text

    def _function(self, node: Node, item: Item, is_overloaded: bool) -> Function:
        body = node.child_by_field_name("body")
        assert body is not None
        header, inner = split_body(node, body)
        params = _params(_declarator(node))
        header_of, where = self.declared.get((item.names[0], len(params)), (None, ""))
        told = _params(_declarator(header_of)) if header_of is not None else params
        types = tuple(
            Param(_name(each) or f"argument{at}", neutral_cpp(_type(each)))
            for at, each in enumerate(params)
        )
        comment = comment_above(self.lines[item.path], node.start_point.row)
        if header_of is not None:
            said = comment_above(self.lines[where], header_of.start_point.row)
            comment = said or comment
        kinds = ", ".join(" ".join(_type(each).split()) for each in params)
        returns = neutral_cpp(re.sub(r"\b\w+\s*$", "", header.partition("(")[0]))
        reason = ""
        if is_overloaded and item.names[0] in names_in(body):
            reason = "it calls another of its name"
        elif any("&" in _type(each) and "const" not in _type(each) for each in params):
            reason = "it changes its arguments"
        elif not params or any("any" in param.type for param in types):
            reason = "its parameters are no plain data"
        elif returns == "any":
            reason = "its answer is no plain data"
        return Function(
            item=item,
            name=f"{item.names[0]}({kinds})" if is_overloaded else item.names[0],
            entry=item.names[0],
            last_line=int(node.end_point.row) + 1,
            header=self._plain(header),
            body=inner,
            comment=comment,
            params=types,
            returns=returns,
            defaults=tuple(self._default(each) for each in told),
            reason=reason,
        )

    def _default(self, node: Node) -> Plain:
        value = node.child_by_field_name("default_value")
        if value is None:
            return MISSING
        try:
            return literal(value)
        except NoLiteralError:
            return self.constants.get(text_of(value), MISSING)


def _definitions(root: Node, depth: int = 0) -> Iterator[Node]:
    """What stands at the top of a file and in its namespaces and conditions."""
    for node in root.named_children:
        body = node.child_by_field_name("body")
        if depth >= _MOST_DEPTH:
            return
        if node.type == "namespace_definition" and body is not None:
            yield from _definitions(body, depth + 1)
        elif node.type in ("preproc_ifdef", "preproc_if", "linkage_specification"):
            yield from _definitions(body if body is not None else node, depth + 1)
        else:
            yield node


def _declarator(node: Node | None) -> Node | None:
    """The part of a function's definition that has its name and parameters."""
    found = node
    while found is not None and found.type != "function_declarator":
        found = found.child_by_field_name("declarator")
    return found


def _params(declarator: Node | None) -> list[Node]:
    listed = declarator.child_by_field_name("parameters") if declarator is not None else None
    kinds = ("parameter_declaration", "optional_parameter_declaration")
    return [node for node in (listed.named_children if listed else ()) if node.type in kinds]


def _name(node: Node) -> str:
    declarator = node.child_by_field_name("declarator")
    names = [text_of(each) for each in walk(declarator)] if declarator is not None else []
    return next((name for name in reversed(names) if re.fullmatch(r"\w+", name)), "")


def _type(node: Node) -> str:
    """The text of a parameter without its name and default."""
    text = text_of(node).partition("=")[0]
    name = _name(node)
    return re.sub(rf"\b{name}\b\s*$", "", text.strip()) if name else text


def _without_defaults(text: str) -> str:
    """A definition without the defaults of its parameters."""
    head, brace, rest = text.partition("{")
    return re.sub(r"\s*=\s*[^,(){}]+(?=[,)])", "", head) + brace + rest


languages.register("cpp")(Cpp())
