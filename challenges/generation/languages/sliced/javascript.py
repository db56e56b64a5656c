"""JavaScript: functions of CommonJS and ES modules."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from tree_sitter import Node

from codeeval_gym.challenges.generation.data import Source
from codeeval_gym.challenges.generation.languages._base import languages
from codeeval_gym.challenges.generation.languages.sliced.code import (
    Code,
    Function,
    Item,
)
from codeeval_gym.challenges.generation.languages.sliced.comments import comment_above
from codeeval_gym.challenges.generation.languages.sliced.language import SlicedLanguage
from codeeval_gym.challenges.generation.languages.sliced.trees import (
    PARSE_SECONDS,
    dedented,
    field_text,
    names_in,
    split_body,
)
from codeeval_gym.challenges.mutation._trees import parse_within, text_of, walk
from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["JavaScript"]

_FUNCTIONS = ("function_declaration", "generator_function_declaration")
_DECLARATIONS = ("variable_declaration", "lexical_declaration")
_PARAM = re.compile(r"@param-?\s{0,9}\{([^}]{0,200})\}\s{0,9}(\[?)\s{0,9}([\w$]{1,99})")
_RETURNS = re.compile(r"@returns?\s{0,9}\{([^}]{0,200})\}")
_TYPES = {
    "string": "str",
    "boolean": "bool",
    "array": "list[any]",
    "object": "dict[str, any]",
    "number": "float",
    "integer": "int",
    "string[]": "list[str]",
    "number[]": "list[float]",
}
_OPAQUE = ("function", "class", "iterator", "symbol", "promise", "buffer")


class JavaScript(SlicedLanguage):
    """See ``Language``."""

    name = "javascript"
    suffixes: tuple[str, ...] = (".js", ".mjs", ".cjs")

    def is_test(self, source: Source) -> bool:
        """See ``Language.is_test``; what was put together or shrunk by a tool counts as such."""
        longest = max(map(len, source.text.split("\n")), default=0)
        return super().is_test(source) or ".min." in source.path or longest > 1000

    def read(self, sources: Sequence[Source]) -> Code:
        """See :meth:`SlicedLanguage.read`."""
        files = _Files({source.path for source in sources})
        for source in sources:
            files.add(source)
        return files.code()

    def assembled(
        self, function: Function, helpers: Sequence[Item], code: Code
    ) -> tuple[str, str, str]:
        """See :meth:`SlicedLanguage.assembled`."""
        before = "\n\n".join(item.text for item in helpers)
        comment = f"{function.comment}\n" if function.comment else ""
        starter = "\n\n".join(filter(None, [before, f"{comment}{function.header} {{\n"]))
        program = "\n\n".join(filter(None, [before, function.item.text])) + "\n"
        return starter, function.item.text + "\n", program

    def fitted(self, args: tuple[Plain, ...], function: Function) -> tuple[Plain, ...] | None:
        """Every parameter of JavaScript may be left out, and none is left out here."""
        return args if args and len(args) <= len(function.params) else None


class _Files:
    """The files read so far."""

    def __init__(self, paths: set[str]) -> None:
        self.paths = paths
        self.lines: list[str] = []
        self.functions: list[Function] = []
        self.items: dict[str, list[Item]] = {}
        self.followers: list[Item] = []
        self.broken: list[str] = []
        self.aliases: dict[str, dict[str, str]] = {}

    def code(self) -> Code:
        items = {name: tuple(found) for name, found in self.items.items()}
        return Code(
            functions=tuple(self.functions),
            items=items,
            followers=tuple(self.followers),
            broken=tuple(self.broken),
            aliases=self.aliases,
        )

    def add(self, source: Source) -> None:
        root = parse_within(source.text.encode("utf-8", "replace"), "javascript", PARSE_SECONDS)
        if root is None or root.has_error:
            self.broken.append(source.path)
            return
        self.aliases[source.path] = {}
        self.lines = source.text.split("\n")
        for statement in root.named_children:
            node: Node | None = statement
            if statement.type == "export_statement":
                node = statement.child_by_field_name("declaration")
            if statement.type == "import_statement":
                self._import(statement, source.path)
            elif node is not None:
                self._define(node, statement, source.path)

    def _define(self, node: Node, statement: Node, path: str) -> None:
        if node.type in _FUNCTIONS:
            item = self._item(node, (field_text(node, "name"),), dedented(node), path)
            comment = comment_above(self.lines, statement.start_point.row)
            self.functions.append(_function(node, item, comment))
        elif node.type == "class_declaration":
            self._item(node, (field_text(node, "name"),), dedented(node), path)
        elif node.type in _DECLARATIONS:
            keyword = text_of(node).split(None, 1)[0]
            for declarator in node.named_children:
                self._declare(declarator, keyword, path)
        elif node.type == "expression_statement" and node.named_children:
            self._assigned(node, path)

    def _declare(self, declarator: Node, keyword: str, path: str) -> None:
        if declarator.type != "variable_declarator":
            return
        name, value = (declarator.child_by_field_name(key) for key in ("name", "value"))
        target = _required(value) if value is not None else None
        if name is None:
            return
        if target is not None:
            found = self._file(path, target)
            for local in names_in(name):
                self.aliases[path][local] = found or ""
            return
        names = tuple(sorted(names_in(name)))
        self._item(declarator, names, f"{keyword} {text_of(declarator)};", path)

    def _assigned(self, statement: Node, path: str) -> None:
        """``isArray.cache = …`` belongs to ``isArray``; what is exported is no definition."""
        node = statement.named_children[0]
        left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
        if left is None or left.type != "member_expression":
            return
        owner = text_of(left).partition(".")[0]
        if owner not in ("module", "exports"):
            text, uses = dedented(statement), names_in(statement)
            follows = frozenset({owner})
            self.followers.append(Item((), text, uses, path, _line(statement), follows))

    def _item(self, node: Node, names: tuple[str, ...], text: str, path: str) -> Item:
        uses = names_in(node, frozenset(names))
        item = Item(names, text, uses, path, _line(node))
        for name in names:
            self.items.setdefault(name, []).append(item)
        return item

    def _import(self, statement: Node, path: str) -> None:
        target = field_text(statement, "source").strip("\"'")
        found = self._file(path, target) or ""
        for name in names_in(statement):
            self.aliases[path][name] = found

    def _file(self, path: str, target: str) -> str | None:
        """The file of this code base that is required."""
        if not target.startswith("."):
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        options = (joined, f"{joined}.js", f"{joined}.mjs", f"{joined}/index.js")
        return next((option for option in options if option in self.paths), None)


def _line(node: Node) -> int:
    return int(node.start_point.row) + 1


def _required(value: Node) -> str | None:
    """What is required, if the value is ``require("…")``."""
    while value.type == "member_expression":
        inner = value.child_by_field_name("object")
        if inner is None:
            return None
        value = inner
    if value.type != "call_expression" or field_text(value, "function") != "require":
        return None
    return field_text(value, "arguments").strip("()\"' ")


def _function(node: Node, item: Item, comment: str) -> Function:
    body = node.child_by_field_name("body")
    assert body is not None
    header, inner = split_body(node, body)
    name = item.names[0]
    names = [text_of(each) for each in _params(node)]
    types = {found[3]: _neutral(found[1], bool(found[2])) for found in _PARAM.finditer(comment)}
    returned = _RETURNS.search(comment)
    optional = {found[3] for found in _PARAM.finditer(comment) if found[2]}
    given = list(takewhile(lambda each: types.get(each) != "" or each not in optional, names))
    params = tuple(Param(each, types.get(each, "any")) for each in given)
    reason = ""
    if "generator" in node.type or text_of(node).startswith("async"):
        reason = "it gives its answers one by one, or later"
    elif not given or any(not re.fullmatch(r"[\w$]+", each) for each in names):
        reason = "it has no plain parameters"
    elif any(each.type == "this" for each in walk(body)):
        reason = "effect: state"
    elif "" in {param.type for param in params}:
        reason = "its parameters are no plain data"
    elif returned and any(word in returned[1].lower() for word in _OPAQUE):
        reason = "its answer is no plain data"
    elif returned is None and not re.search(r"\breturn\b\s*[^;\s]", inner):
        reason = "it returns nothing"
    return Function(
        item=item,
        name=name,
        entry=name,
        last_line=int(node.end_point.row) + 1,
        header=header,
        body=inner,
        comment=comment,
        params=params,
        returns=_neutral(returned[1], False) or "any" if returned else "any",
        reason=reason,
    )


def _params(node: Node) -> Iterator[Node]:
    listed = node.child_by_field_name("parameters")
    for each in listed.named_children if listed else ():
        if "comment" not in each.type:
            yield each


def _neutral(written: str, may_be_left_out: bool) -> str:
    """The neutral type of what JSDoc says; empty for what is no plain data."""
    options = [part.strip() for part in written.strip("()").split("|")]
    if all(any(word in part.lower() for word in _OPAQUE) for part in options):
        return ""
    known = [_TYPES[part.lower()] for part in options if part.lower() in _TYPES]
    found = known[0] if len(options) == 1 and known else "any"
    return f"optional[{found}]" if may_be_left_out and found != "any" else found


languages.register("javascript")(JavaScript())
