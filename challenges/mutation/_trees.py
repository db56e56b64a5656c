"""Syntax trees of five languages, by a tolerant parser. Nothing is compiled or executed here."""

import time
from collections.abc import Iterator
from functools import cache

import tree_sitter
import tree_sitter_cpp
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_rust
from tree_sitter import Node

from codeeval_gym.errors import UnknownNameError

__all__ = ["ancestors", "errors", "leaves", "parse", "parse_within", "text_of", "walk"]

_GRAMMARS = {
    "cpp": tree_sitter_cpp.language,
    "java": tree_sitter_java.language,
    "javascript": tree_sitter_javascript.language,
    "python": tree_sitter_python.language,
    "rust": tree_sitter_rust.language,
}


@cache
def _grammar(language: str) -> tree_sitter.Language:
    if language not in _GRAMMARS:
        raise UnknownNameError("language", language, _GRAMMARS)
    return tree_sitter.Language(_GRAMMARS[language]())


def parse(source: bytes, language: str) -> Node:
    """The tree's root.

    Args:
        source: A program in UTF-8, also one with errors.
        language: Its language.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    # A parser has state and threads share none here; a new one costs microseconds.
    return tree_sitter.Parser(_grammar(language)).parse(source).root_node


def parse_within(source: bytes, language: str, seconds: float) -> Node | None:
    """The tree's root, or ``None`` if finding it took too long: some errors cost quadratic time.

    Args:
        source: A program in UTF-8, also a hostile one.
        language: Its language.
        seconds: CPU time that this thread may use.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    end = time.thread_time() + seconds
    late = False

    def piece(start: int, point: object) -> bytes:
        nonlocal late
        late = late or time.thread_time() > end
        return b"" if late else source[start : start + 4096]

    tree_sitter.Parser(_grammar(language)).parse(piece)
    return None if late else parse(source, language)


def text_of(node: Node | None) -> str:
    """The text of a node; empty for ``None``."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def walk(root: Node, skipped: frozenset[str] = frozenset()) -> Iterator[Node]:
    """All named nodes in the order of the text, less those of a skipped type and what is in them.

    A stack and no recursion: a text may be nested deeply.
    """
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type in skipped:
            if node.type == "match_pattern":  # Rust's, which holds its guard
                stack.extend(node.children_by_field_name("condition"))
            continue
        yield node
        stack.extend(reversed(node.named_children))


def leaves(root: Node) -> list[str]:
    """The text of every token, comments aside: what two programs share that mean the same."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        if "comment" in node.type:
            continue
        if node.child_count and node.type not in {"string", "string_literal"}:
            stack.extend(reversed(node.children))
        elif node.text:
            found.append(text_of(node))
    return found


def errors(root: Node) -> int:
    """How many pieces of the text make no sense."""
    found, stack = 0, [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            found += 1
        elif node.has_error:
            stack.extend(node.children)
    return found


def ancestors(node: Node) -> Iterator[Node]:
    """What a node is in, from the inside out."""
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent
