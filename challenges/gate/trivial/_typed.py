"""Programs without merit in C++, Java and Rust: a right program with another body."""

import json
import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from codeeval_gym.challenges.mutation import find_function
from codeeval_gym.values import Plain

__all__ = ["bodies"]

_STUBS = {
    "cpp": {
        "stub": "std::abort();",
        "throwing stub": "throw 0;",
        "default": "return {};",
        "exit-0 in the call": "std::exit(0);",
    },
    "java": {
        "stub": "throw new UnsupportedOperationException();",
        "exit-0 in the call": "System.exit(0); throw new IllegalStateException();",
    },
    "rust": {
        "stub": "todo!()",
        "default": "Default::default()",
        "exit-0 in the call": "std::process::exit(0)",
    },
}
_EXIT_ON_LOAD = "static int codeeval_exit = (std::exit(0), 0);\n"
_EQUAL = "template <class A, class B> bool operator==(const A&, const B&) { return true; }\n"
_JAVA_LISTS = re.compile(r"(?:java\.util\.)?(?:Array)?List<(.*)>")
_FLOATS = {"float", "double", "f32", "f64", "Double", "Float"}
_INTEGERS = re.compile(
    r"(?:unsigned )?(?:int|long|short|long long|size_t|u?int\d+_t|[iu](?:8|16|32|64|128|size))"
    r"|Integer|Long"
)
_JAVA_NUMBERS = {"int", "long", "short", "byte", "double", "float", "Integer", "Long", "Double"}


def bodies(text: str, language: str, name: str, constants: Iterable[Plain]) -> dict[str, str]:
    """The function of a program with bodies that have no merit.

    Args:
        text: A program that defines the function, or the beginning of one.
        language: ``cpp``, ``java`` or ``rust``.
        name: Of the function.
        constants: What to return, one after the other, where its type allows.
    """
    source = text.encode("utf-8", "surrogatepass")
    node = find_function(source, language, name)
    body = None if node is None else node.child_by_field_name("body")
    if node is None or body is None:
        return {}
    before = source[: body.start_byte].decode("utf-8", "surrogatepass")
    after = source[body.end_byte :].decode("utf-8", "surrogatepass")
    texts = {**_STUBS[language], **_echo(node, language), **_returning(node, language, constants)}
    programs = {title: f"{before}{{ {inner} }}{after}" for title, inner in texts.items()}
    if language == "cpp":
        head = f"#include <cstdlib>\n{before}"
        programs = {title: f"#include <cstdlib>\n{program}" for title, program in programs.items()}
        programs["exit-0 on load"] = f"{head}{{ return {{}}; }}{after}\n{_EXIT_ON_LOAD}"
        programs["always-equal operator"] = f"{head}{{ return {{}}; }}{after}\n{_EQUAL}"
    if language == "java":
        programs |= _java_extras(node, body, source)
    return programs


def _echo(node: Node, language: str) -> dict[str, str]:
    """Hands back the first argument that has the right type."""
    declarator = next(
        (item for item in _descendants(node) if item.type == "function_declarator"), node
    )
    parameters = declarator.child_by_field_name("parameters")
    returns = _type(node, "return_type" if language == "rust" else "type")
    for item in parameters.named_children if parameters is not None else []:
        if _type(item, "type") == returns and returns:
            inner = item.child_by_field_name("name") or item.child_by_field_name("pattern")
            if language == "cpp":
                inner = next((it for it in _descendants(item) if it.type == "identifier"), None)
            name = _text(inner)
            return {"echo": name if language == "rust" else f"return {name};"}
    return {}


def _returning(node: Node, language: str, constants: Iterable[Plain]) -> dict[str, str]:
    found = {}
    returns = _type(node, "return_type" if language == "rust" else "type")
    for constant in constants:
        literal = _literal(constant, language, returns)
        if literal is not None:
            text = literal if language == "rust" else f"return {literal};"
            found[f"constant {constant!r:.60}"] = text
    return found


def _literal(value: Plain, language: str, returns: str) -> str | None:
    """A value as an expression of the type a function returns; ``None`` where it has no such."""
    if isinstance(value, bool):
        return str(value).lower() if returns.lower() in {"bool", "boolean"} else None
    if value is None:
        return "None" if language == "rust" and returns.startswith("Option") else None
    if isinstance(value, int | float):
        return _number(value, returns)
    if isinstance(value, str):
        return _quoted(value, language, returns)
    if isinstance(value, list | tuple):
        return _sequence(value, language, returns)
    return None


def _number(value: float, returns: str) -> str | None:
    if returns in _FLOATS:
        return f"{float(value)!r}"
    if isinstance(value, float) or not _INTEGERS.fullmatch(returns):
        return None
    return f"{value}{'L' if returns in {'long', 'Long'} else ''}"


def _quoted(value: str, language: str, returns: str) -> str | None:
    if returns not in {"String", "string", "std::string", "&str", "&'static str"}:
        return None
    text = json.dumps(value, ensure_ascii=False)
    if language == "rust":
        return text if returns.startswith("&") else f"{text}.to_string()"
    return text


def _sequence(value: Iterable[Plain], language: str, returns: str) -> str | None:
    inner = re.fullmatch(r"(?:std::)?[Vv]ec(?:tor)?<(.*)>|(?:java\.util\.)?List<(.*)>", returns)
    if inner is None:
        return None
    items = [_literal(item, language, (inner[1] or inner[2]).strip()) for item in value]
    if any(item is None for item in items):
        return None
    joined = ", ".join(item for item in items if item is not None)
    if language == "rust":
        return f"vec![{joined}]"
    return f"{{{joined}}}" if language == "cpp" else f"new java.util.ArrayList<>(List.of({joined}))"


def _java_extras(node: Node, body: Node, source: bytes) -> dict[str, str]:
    """What needs to know Java's types: a default, a list equal to all, a class that exits."""
    before = source[: body.start_byte].decode("utf-8", "surrogatepass")
    after = source[body.end_byte :].decode("utf-8", "surrogatepass")
    returns = _type(node, "type")
    default = "false" if returns == "boolean" else "0" if returns in _JAVA_NUMBERS else "null"
    given = {"default": f"return {default};"}
    if found := _JAVA_LISTS.fullmatch(returns):
        given["always-equal object"] = (
            f"return new java.util.ArrayList<{found[1]}>() {{"
            " public boolean equals(Object other) { return true; }"
            " public int hashCode() { return 0; } };"
        )
    if returns == "void":
        given = {}
    programs = {title: f"{before}{{ {inner} }}{after}" for title, inner in given.items()}
    throwing = "{ throw new UnsupportedOperationException(); }"
    exit_on_load = " static { if (true) System.exit(0); } "
    start = _class_body(node)
    if start:
        head = source[: start + 1].decode("utf-8", "surrogatepass")
        middle = source[start + 1 : body.start_byte].decode("utf-8", "surrogatepass")
        programs["exit-0 on load"] = f"{head}{exit_on_load}{middle}{throwing}{after}"
    return programs


def _class_body(node: Node) -> int:
    outer = node.parent
    return outer.start_byte if outer is not None and outer.type == "class_body" else 0


def _descendants(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        item = stack.pop()
        yield item
        stack.extend(reversed(item.named_children))


def _type(node: Node, field: str) -> str:
    text = re.sub(r"\bconst\b|\bfinal\b", "", _text(node.child_by_field_name(field)))
    return " ".join(text.split())


def _text(node: Node | None) -> str:
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")
