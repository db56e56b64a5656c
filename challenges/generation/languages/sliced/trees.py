"""Small questions about syntax trees."""

from collections.abc import Iterator

from tree_sitter import Node

from codeeval_gym.challenges.mutation._trees import text_of, walk

__all__ = ["PARSE_SECONDS", "dedented", "field_text", "names_in", "split_body"]


PARSE_SECONDS = 1.0
"""CPU time that one file may take."""


def names_in(node: Node, besides: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every identifier in a node, whatever it stands for."""
    return frozenset(_identifiers(node)) - besides


def _identifiers(node: Node) -> Iterator[str]:
    for inner in walk(node):
        if inner.type.endswith("identifier") and not inner.named_children:
            yield text_of(inner)


def field_text(node: Node | None, name: str) -> str:
    """The text of a field; empty if there is none."""
    return text_of(node.child_by_field_name(name)) if node is not None else ""


def dedented(node: Node) -> str:
    """The text of a node at the left margin."""
    column = node.start_point.column
    first, *rest = text_of(node).split("\n")
    cut = [
        line[column:] if line[:column].isspace() or not column else line.strip() for line in rest
    ]
    return "\n".join([first, *cut])


def split_body(node: Node, body: Node) -> tuple[str, str]:
    """The text of a function up to the brace of its body, and what is between its braces."""
    data = node.text or b""
    start = body.start_byte - node.start_byte
    end = body.end_byte - node.start_byte
    inner = data[start:end].decode("utf-8", "replace")
    return data[:start].decode("utf-8", "replace").rstrip(), inner[1:-1]
