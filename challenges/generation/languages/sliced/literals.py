"""Reads literals of C++, Java, JavaScript and Rust as plain data. Nothing is evaluated."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from codeeval_gym.challenges.generation.languages.sliced.trees import field_text
from codeeval_gym.challenges.mutation._trees import parse, text_of, walk
from codeeval_gym.values import Plain

__all__ = ["NoLiteralError", "calls_in", "literal"]

_FRAMES = {
    "cpp": "int m() {{ return f({}); }}",
    "java": "class A {{ int m() {{ return f({}); }} }}",
    "javascript": "f({});",
    "rust": "fn m() {{ f({}); }}",
}
_MOST_CALL = 2000
_MOST_DEPTH = 20
_MOST_CALLS = 400
_WORDS: dict[str, Plain] = {
    "true": True,
    "false": False,
    "null": None,
    "None": None,
    "undefined": None,
    "nullptr": None,
}
_NUMBER = re.compile(
    r"(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)(?:[uUlLzZ]*|[ui](?:8|16|32|64|128|size))"
)
_FLOAT = re.compile(r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)[fFdDlL]?(?:f32|f64)?")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\n\s*)|(.))",
    re.DOTALL,
)
_LIFETIME = re.compile(r"'[a-z_]+\b(?!')")
"""Of Rust: a quotation mark that opens no text."""
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_LISTS = frozenset(
    {"array", "initializer_list", "array_initializer", "array_expression", "tuple_expression"}
)
_MAKERS = frozenset({"Arrays.asList", "List.of", "std::string", "string", "String::from", "Some"})
_ECHOES = frozenset({"to_string", "to_owned", "into", "to_vec", "clone", "String"})


class NoLiteralError(ValueError):
    """An expression that is no literal."""


def calls_in(text: str, name: str, language: str) -> Iterator[tuple[Plain, ...]]:
    """Yield the arguments of every call of ``name`` in a text whose arguments are all literals.

    Args:
        text: Code, or prose with code in it.
        name: A function's plain name.
        language: What the code is written in.
    """
    for count, found in enumerate(re.finditer(rf"(?<![\w$]){re.escape(name)}\s*\(", text)):
        if count >= _MOST_CALLS:
            return
        inside = _inside(text, found.end(), language)
        if inside is None:
            continue
        try:
            yield tuple(_arguments(inside, language))
        except NoLiteralError:
            continue


def _inside(text: str, start: int, language: str) -> str | None:
    """The text up to the parenthesis that closes; quotes are minded."""
    depth, at, quote = 1, start, ""
    is_lifetime = _LIFETIME.match if language == "rust" else _never
    while at < len(text) and at - start < _MOST_CALL:
        letter = text[at]
        if quote:
            at += letter == "\\"
            quote = "" if letter == quote else quote
        elif letter in "\"'`" and not is_lifetime(text, at):
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
            if depth == 0:
                return text[start:at]
        at += 1
    return None


def _never(text: str, at: int) -> None:
    """No other language has them."""


def _arguments(inside: str, language: str) -> Iterator[Plain]:
    root = parse(_FRAMES[language].format(inside).encode("utf-8", "replace"), language)
    if root.has_error:
        raise NoLiteralError(inside)
    kinds = ("argument_list", "arguments")
    listed = next((node for node in walk(root) if node.type in kinds), None)
    for node in listed.named_children if listed else ():
        if "comment" not in node.type:
            yield literal(node)


def literal(node: Node, depth: int = 0) -> Plain:
    """Read an expression.

    Raises:
        NoLiteralError: If it is no literal.
    """
    if depth > _MOST_DEPTH:
        raise NoLiteralError("nested deeply")
    text = text_of(node)
    if text in _WORDS:
        return _WORDS[text]
    kind = node.type
    if "string" in kind or kind in ("character_literal", "char_literal"):
        return _string(text)
    if kind in ("number", "number_literal") or kind.endswith(("integer_literal", "float_literal")):
        return _number(text)
    if kind.endswith("floating_point_literal"):
        return _number(text)
    inner = node.named_children
    if kind in _LISTS and not any(child.type == ";" for child in node.children):  # [0; 9]
        items = [literal(item, depth + 1) for item in inner]
        return tuple(items) if kind == "tuple_expression" else items
    if kind in ("unary_expression", "unary_operator") and text.startswith("-") and inner:
        value = literal(inner[-1], depth + 1)
        if type(value) in (int, float):
            return -value
    if kind in ("reference_expression", "parenthesized_expression") and len(inner) == 1:
        return literal(inner[0], depth + 1)
    if kind == "array_creation_expression" and inner[-1].type == "array_initializer":
        return literal(inner[-1], depth + 1)
    if kind == "object":
        return dict(_pair(item, depth) for item in inner)
    return _made(node, depth)


def _made(node: Node, depth: int) -> Plain:
    """What a few well-known makers give."""
    text = text_of(node)
    if node.type == "macro_invocation" and text.startswith("vec!["):
        return literal(_only_argument(f"f([{text[5:-1]}])"), depth + 1)
    if node.type in ("call_expression", "method_invocation"):
        listed_ = node.child_by_field_name("arguments")
        made = text[: text.index("(")].replace(" ", "") if "(" in text else ""
        values = listed_.named_children if listed_ else []
        if made in ("Arrays.asList", "List.of"):
            return [literal(item, depth + 1) for item in values]
        if made in _MAKERS and len(values) == 1:
            return literal(values[0], depth + 1)
        function = node.child_by_field_name("function")
        is_method = function is not None and function.type == "field_expression" and not values
        if function is not None and is_method and field_text(function, "field") in _ECHOES:
            return literal(function.named_children[0], depth + 1)
    raise NoLiteralError(text[:80])


def _only_argument(call: str) -> Node:
    """The argument of a call in Rust."""
    root = parse(f"fn m() {{ {call}; }}".encode(), "rust")
    listed = next((node for node in walk(root) if node.type == "arguments"), None)
    if listed is None or root.has_error or len(listed.named_children) != 1:
        raise NoLiteralError(call[:80])
    return listed.named_children[0]


def _pair(node: Node, depth: int) -> tuple[str, Plain]:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if node.type != "pair" or key is None or value is None:
        raise NoLiteralError(text_of(node)[:80])
    name = _string(text_of(key)) if key.type == "string" else text_of(key)
    if key.type not in ("string", "property_identifier", "number"):
        raise NoLiteralError(text_of(key))
    return name, literal(value, depth + 1)


def _number(text: str) -> int | float:
    if text.startswith("-"):
        return -_number(text[1:])
    plain = text.replace("_", "").replace("'", "")
    if found := _NUMBER.fullmatch(plain):
        digits = found[1]
        octal = len(digits) > 1 and digits.isdigit() and digits.startswith("0")
        return int(digits, 8 if octal else 0)
    if found := _FLOAT.fullmatch(plain):
        return float(found[1])
    raise NoLiteralError(text[:80])


def _string(text: str) -> str:
    if len(text) < 2 or text[0] not in "\"'" or text[-1] != text[0]:
        raise NoLiteralError(text[:80])  # raw strings, byte strings, templates
    try:
        return _ESCAPE.sub(_unescaped, text[1:-1])
    except ValueError:  # beyond the last character
        raise NoLiteralError(text[:80]) from None


def _unescaped(found: re.Match[str]) -> str:
    braced, four, two, octal, line, letter = found.groups()
    if braced or four or two:
        return chr(int(braced or four or two, 16))
    if octal:
        return chr(int(octal, 8))
    return "" if line else _LETTERS.get(letter, letter)
