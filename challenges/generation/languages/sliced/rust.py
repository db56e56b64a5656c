"""Rust: free functions of one crate."""

import re
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
from codeeval_gym.challenges.generation.languages.sliced.types import neutral_rust
from codeeval_gym.challenges.mutation._trees import parse_within, text_of, walk
from codeeval_gym.types import Param

__all__ = ["Rust"]

_NAMED = {
    "const_item",
    "enum_item",
    "macro_definition",
    "static_item",
    "struct_item",
    "trait_item",
    "type_item",
    "union_item",
}
_BETWEEN = frozenset({"attribute_item", "line_comment", "block_comment"})
_MOST_DEPTH = 30
_OWN_PATH = re.compile(r"\b(?:crate|self|super)(?:::[a-z_][a-z0-9_]*)*::(?=[A-Za-z_])")
_STANDARD = re.compile(r"^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+(?:::)?(?:std|core|alloc)\b")


class Rust(SlicedLanguage):
    """See ``Language``."""

    name = "rust"
    suffixes: tuple[str, ...] = (".rs",)

    def tests_in(self, source: Source) -> str:
        """See :meth:`SlicedLanguage.tests_in`: everything behind the first ``#[cfg(test)]``."""
        return source.text.partition("#[cfg(test)]")[2]

    def read(self, sources: Sequence[Source]) -> Code:
        """See :meth:`SlicedLanguage.read`."""
        functions: list[Function] = []
        items: dict[str, list[Item]] = {}
        followers: list[Item] = []
        broken: list[str] = []
        imports: dict[str, tuple[str, ...]] = {}
        for source in sources:
            root = parse_within(source.text.encode("utf-8", "replace"), "rust", PARSE_SECONDS)
            if root is None or root.has_error:
                broken.append(source.path)
                continue
            text = source.text.split("\n")
            lines: list[str] = []
            for node, attributes in _definitions(root):
                if node.type == "use_declaration":
                    lines.append(" ".join(text_of(node).split()))
                    continue
                item = _item(node, attributes, source.path)
                if node.type == "impl_item":
                    followers.append(item)
                    continue
                items.setdefault(item.names[0], []).append(item)
                if node.type == "function_item":
                    comment = comment_above(text, node.start_point.row)
                    functions.append(_function(node, item, comment))
            imports[source.path] = tuple(line for line in lines if _STANDARD.match(line))
        found = {name: tuple(each) for name, each in items.items()}
        return Code(tuple(functions), found, tuple(followers), tuple(broken), imports)

    def assembled(
        self, function: Function, helpers: Sequence[Item], code: Code
    ) -> tuple[str, str, str]:
        """See :meth:`SlicedLanguage.assembled`."""
        paths = dict.fromkeys([function.item.path, *(item.path for item in helpers)])
        uses = _needed_uses(
            (line for path in paths for line in code.imports.get(path, ())),
            {*function.item.uses, *(name for item in helpers for name in item.uses)},
        )
        if any(re.search(r"\balloc::", text) for text in (*uses, *(item.text for item in helpers))):
            uses.insert(0, "extern crate alloc;")
        before = "\n\n".join(filter(None, ["\n".join(uses), *(item.text for item in helpers)]))
        comment = f"{function.comment}\n" if function.comment else ""
        starter = "\n\n".join(filter(None, [before, f"{comment}{function.header} {{\n"]))
        program = "\n\n".join(filter(None, [before, function.item.text])) + "\n"
        return starter, function.item.text + "\n", program


def _definitions(root: Node, depth: int = 0) -> Iterator[tuple[Node, list[str]]]:
    """What is defined at the top of a file and in its modules, with attributes; tests left out."""
    attributes: list[str] = []
    for node in root.named_children:
        if node.type == "attribute_item":
            attributes.append(text_of(node))
        if node.type in _BETWEEN:
            continue
        mine, attributes = attributes, []
        if any("test" in text for text in mine):
            continue
        if node.type == "mod_item":
            body = node.child_by_field_name("body")
            if body is not None and depth < _MOST_DEPTH:
                yield from _definitions(body, depth + 1)
        elif node.type in {*_NAMED, "function_item", "impl_item", "use_declaration"}:
            yield node, mine


def _item(node: Node, attributes: list[str], path: str) -> Item:
    """A definition; references to its own crate lose their path, since all stands in one file."""
    kept = [text for text in attributes if not re.match(r"#\[(cfg|doc|deprecated)", text)]
    text = "\n".join([*kept, _OWN_PATH.sub("", dedented(node))])
    names: tuple[str, ...] = ()
    follows: frozenset[str] = frozenset()
    if node.type == "impl_item":
        type_ = node.child_by_field_name("type")
        follows = names_in(type_) if type_ is not None else follows
    else:
        names = (field_text(node, "name"),)
    uses = names_in(node, frozenset(names)) | _tokens(node)
    return Item(names, text, uses, path, int(node.start_point.row) + 1, follows)


def _tokens(node: Node) -> frozenset[str]:
    """Names of macros that it calls."""
    macros = (inner for inner in walk(node) if inner.type == "macro_invocation")
    return frozenset(field_text(inner, "macro") for inner in macros)


def _function(node: Node, item: Item, comment: str) -> Function:
    body = node.child_by_field_name("body")
    assert body is not None
    header, inner = split_body(node, body)
    listed = node.child_by_field_name("parameters")
    params = tuple(
        Param(
            field_text(each, "pattern").removeprefix("mut "), neutral_rust(field_text(each, "type"))
        )
        for each in (listed.named_children if listed else ())
        if each.type == "parameter"
    )
    returned = node.child_by_field_name("return_type")
    types = [param.type for param in params]
    reason = ""
    if node.child_by_field_name("type_parameters") is not None and "<'" not in header:
        reason = "it is generic"
    elif "unsafe" in header or "async" in header:
        reason = "it is unsafe, or asynchronous"
    elif not params or any("any" in kind for kind in types):
        reason = "its parameters are no plain data"
    elif returned is None:
        reason = "it returns nothing"
    return Function(
        item=item,
        name=item.names[0],
        entry=item.names[0],
        last_line=int(node.end_point.row) + 1,
        header=_OWN_PATH.sub("", header),
        body=inner,
        comment=comment,
        params=params,
        returns=neutral_rust(text_of(returned)),
        reason=reason,
    )


def _needed_uses(lines: Iterator[str], names: set[str]) -> list[str]:
    """The lines that bring in a name that is used, each once; traits are brought in always."""
    kept: dict[str, None] = {}
    for line in lines:
        brought = set(re.findall(r"\w+", line.partition("use ")[2]))
        if brought & names or "*" in line or "fmt" in brought:
            kept.setdefault(re.sub(r"^pub(\([^)]*\))? ", "", line))
    return list(kept)


languages.register("rust")(Rust())
