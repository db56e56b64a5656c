"""Rules that the code around a function keeps, as text to show and as checks to run.

A check parses a program and looks; it executes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from codeeval_gym.challenges.generation.data import Masked, Source
from codeeval_gym.challenges.mutation._trees import parse, text_of, walk

__all__ = ["Convention", "broken_by", "conventions_around"]

_STYLES = {
    "snake_case": re.compile(r"_*[a-z0-9]+(_[a-z0-9]+)*_*"),
    "camelCase": re.compile(r"_*[a-z][a-zA-Z0-9]*"),
}
_ENOUGH_NAMES = 5
_SHARE = 0.95
_FUNCTIONS = {
    "function_definition",
    "function_declaration",
    "function_item",
    "method_declaration",
    "method_definition",
    "generator_function_declaration",
}
_THROWS = {"raise_statement", "throw_statement", "throw_expression"}
_MAKES = {"call", "new_expression", "object_creation_expression", "call_expression"}
_IMPORTS = {
    "import_statement",
    "import_from_statement",
    "import_declaration",
    "preproc_include",
    "use_declaration",
}
_FIRST_WORD = re.compile(r"(?:from|import\s+static|import|use|#\s*include)\s+[<\"']?([\w.:/@-]+)")
_FROM_TEXT = re.compile(r"from\s+[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Convention:
    """One rule."""

    kind: str
    """``naming`` (of functions), ``errors`` (classes raised) or ``imports``."""
    text: str
    """The rule in words."""
    allowed: tuple[str, ...]
    """What keeps it: names, or the name of a style."""


def conventions_around(masked: Masked, sources: Sequence[Source]) -> tuple[Convention, ...]:
    """Find the rules that a function's surroundings keep and its reference, too.

    Args:
        masked: The function.
        sources: The code of its language, tests left out.
    """
    language = masked.candidate.language
    own = [source for source in sources if source.path == masked.candidate.path]
    roots = [_root(source.text, language) for source in own]
    found = [
        _naming([name for root in roots for name in _names(root)]),
        _errors(sorted({name for root in roots for name in _raised(root)})),
        _imports(sorted({name for root in roots for name in _imported(root)} - _tops(sources))),
    ]
    kept = tuple(item for item in found if item is not None)
    wrong = {item.kind for item in kept if broken_by(masked.program, language, (item,))}
    return tuple(item for item in kept if item.kind not in wrong)


def broken_by(program: str, language: str, conventions: Sequence[Convention]) -> tuple[str, ...]:
    """Say which rules a program breaks, one sentence each.

    Args:
        program: The program; a broken one breaks the rules that can be seen.
        language: Its language.
        conventions: The rules.

    Raises:
        UnknownNameError: If there is no such language.
    """
    root = _root(program, language)
    found = []
    for item in conventions:
        if item.kind == "naming":
            style = _STYLES[item.allowed[0]]
            bad = [name for name in _names(root) if not style.fullmatch(name)]
        else:
            used = _raised(root) if item.kind == "errors" else _imported(root)
            bad = sorted(set(used) - set(item.allowed))
        found += [f"{item.text} The program has {name!r}." for name in bad[:1]]
    return tuple(found)


def _naming(names: Sequence[str]) -> Convention | None:
    if len(names) < _ENOUGH_NAMES:
        return None
    for style, pattern in _STYLES.items():
        if sum(pattern.fullmatch(name) is not None for name in names) >= _SHARE * len(names):
            return Convention("naming", f"Functions are named in {style}.", (style,))
    return None


def _errors(names: Sequence[str]) -> Convention | None:
    if not names:
        return None
    text = f"Errors that are raised are of these classes: {', '.join(names)}."
    return Convention("errors", text, tuple(names))


def _imports(names: Sequence[str]) -> Convention | None:
    allowed = ", ".join(names) or "nothing"
    return Convention("imports", f"What may be imported: {allowed}.", tuple(names))


def _tops(sources: Sequence[Source]) -> set[str]:
    """Names of the code base's own packages, which no program can import."""
    parts = {part for source in sources for part in source.path.split("/")[:2]}
    return {part.partition(".")[0] for part in parts}


def _root(text: str, language: str) -> Node:
    return parse(text.encode("utf-8", "surrogatepass"), language)


def _names(root: Node) -> Iterator[str]:
    for node in walk(root):
        if node.type in _FUNCTIONS:
            named: Node | None = node
            while named is not None and named.child_by_field_name("declarator") is not None:
                named = named.child_by_field_name("declarator")
            name = node.child_by_field_name("name") or named
            text = text_of(name)
            if re.fullmatch(r"\w+", text) and not (text.startswith("__") and text.endswith("__")):
                yield text


def _raised(root: Node) -> Iterator[str]:
    for node in walk(root):
        if node.type not in _THROWS or not node.named_children:
            continue
        thrown = node.named_children[0]
        if thrown.type in _MAKES:
            made = next(
                (
                    child
                    for field in ("function", "constructor", "type")
                    if (child := thrown.child_by_field_name(field)) is not None
                ),
                None,
            )
            yield text_of(made)
        elif thrown.type == "identifier" and text_of(thrown)[:1].isupper():
            yield text_of(thrown)


def _imported(root: Node) -> Iterator[str]:
    for node in walk(root):
        if node.type in _IMPORTS:
            text = text_of(node)
            match = _FROM_TEXT.search(text) or _FIRST_WORD.match(text)
            if match is not None and not match[1].startswith((".", "__future__")):
                yield match[1].split(".")[0] if node.type.startswith("import_") else match[1]
