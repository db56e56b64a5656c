"""Numbers and strings of C++, Java, JavaScript and Rust."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from codeeval_gym.challenges.benchmarks.reading._symbolic import NotDataError

__all__ = ["QUIET", "number", "string", "text_of"]

QUIET = {"comment", "line_comment", "block_comment", "return_statement", "empty_statement"}
"""Kinds of nodes that say nothing in test code."""
_NUMBER = re.compile(r"(?i)([0-9_']*\.?[0-9_']*(?:e[+-]?[0-9]+)?)_?[a-z]*[0-9]*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}


def text_of(node: Node | None) -> str:
    """The text of a node, empty for none."""
    return (node.text or b"").decode() if node is not None else ""


def number(text: str) -> int | float:
    """The value of a number as any of the four languages writes it.

    Raises:
        NotDataError: If it is no number.
    """
    if text[:1] == "-":  # C++'s grammar takes the sign for a part of the number
        return -number(text[1:])
    if re.fullmatch("0[xX][0-9a-fA-F]+", text):
        return int(text, 16)
    found = _NUMBER.fullmatch(text)
    if found is None or text[:2] in ("0x", "0X", "0b", "0o") or not found[1].strip("_'."):
        raise NotDataError(f"{text:.40} is no number")
    digits = found[1].replace("_", "").replace("'", "")
    is_float = any(mark in digits for mark in ".eE") or text[-1] in "fFdD"
    return float(digits) if is_float else int(digits)


def string(node: Node) -> str:
    """The text that a string or character literal stands for.

    Raises:
        NotDataError: If it is no plain literal.
    """
    if node.type == "concatenated_string":
        return "".join(map(string, node.named_children))
    return "".join(_pieces(node))


def _pieces(node: Node) -> Iterator[str]:
    for child in node.named_children:
        text = text_of(child)
        if child.type == "escape_sequence":
            yield _unescape(text)
        elif child.type in ("string_fragment", "string_content", "character"):
            yield text
        else:
            raise NotDataError(f"a string with a {child.type.replace('_', ' ')}")
    if not node.named_children and node.type in ("character_literal", "char_literal"):
        text = text_of(node)[1:-1]
        yield _unescape(text) if text[:1] == "\\" else text


def _unescape(text: str) -> str:
    letter, rest = text[1:2], text[2:].strip("{}")
    if letter in ("u", "x") and re.fullmatch("[0-9a-fA-F]{1,4}", rest):
        return chr(int(rest, 16))
    if not rest:
        return _ESCAPES.get(letter, letter)
    raise NotDataError(f"{text} is no known escape")
