"""How each language writes a neutral type."""

from collections.abc import Callable

from codeeval_gym.challenges.neutral import NeutralType

__all__ = ["SPELLINGS", "java_boxed", "java_type", "leaves"]

_PYTHON = {"int": "int", "float": "float", "str": "str", "bool": "bool", "any": "object"}
_JAVASCRIPT = {"int": "number", "float": "number", "str": "string", "bool": "boolean", "any": "any"}
_CPP = {"int": "long long", "float": "double", "str": "std::string", "bool": "bool"}
_RUST = {"int": "i64", "float": "f64", "str": "String", "bool": "bool"}
_PRIMITIVES = {"int": "long", "float": "double", "bool": "boolean"}
_BOXES = {"int": "Long", "float": "Double", "str": "String", "bool": "Boolean", "any": "Object"}


def leaves(kind: NeutralType) -> list[NeutralType]:
    """The type and every type inside it."""
    return [kind, *(inner for part in kind.parts for inner in leaves(part))]


def _python(kind: NeutralType) -> str:
    if str(kind) == "list[any]":
        return "list"
    parts = ", ".join(map(_python, kind.parts))
    if kind.name == "optional":
        return f"{parts} | None"
    return f"{kind.name}[{parts}]" if parts else _PYTHON[kind.name]


def _javascript(kind: NeutralType) -> str:
    """A dict whose keys are texts is an object, as its driver makes one of it; others are maps."""
    parts = [_javascript(part) for part in kind.parts]
    match kind.name:
        case "list":
            return f"({parts[0]})[]" if kind.parts[0].name == "optional" else f"{parts[0]}[]"
        case "dict":
            name = "Object" if kind.parts[0].name == "str" else "Map"
            return f"{name}<{', '.join(parts)}>"
        case "tuple":
            return f"[{', '.join(parts)}]"
        case "optional":
            return f"{parts[0]} | null"
    return _JAVASCRIPT[kind.name]


def _cpp(kind: NeutralType) -> str:
    names = {"list": "vector", "dict": "map"}
    parts = ", ".join(map(_cpp, kind.parts))
    return f"std::{names.get(kind.name, kind.name)}<{parts}>" if parts else _CPP[kind.name]


def _rust(kind: NeutralType) -> str:
    names = {"list": "Vec", "dict": "HashMap", "optional": "Option"}
    parts = ", ".join(map(_rust, kind.parts))
    if kind.name == "tuple":
        return f"({parts},)" if len(kind.parts) == 1 else f"({parts})"
    return f"{names[kind.name]}<{parts}>" if parts else _RUST[kind.name]


def java_type(kind: NeutralType, name_of: Callable[[NeutralType], str]) -> str:
    """A type of Java: lists of numbers and booleans are arrays, other lists are ``List``.

    Args:
        kind: The type.
        name_of: The name of the record that stands for a tuple.
    """
    if kind.name in _PRIMITIVES:
        return _PRIMITIVES[kind.name]
    if kind.name == "list":
        inner = java_type(kind.parts[0], name_of)
        if inner.endswith("[]") or kind.parts[0].name in _PRIMITIVES:
            return f"{inner}[]"
    return java_boxed(kind, name_of)


def java_boxed(kind: NeutralType, name_of: Callable[[NeutralType], str]) -> str:
    """As :func:`java_type`, for what stands between angle brackets: no primitives, no arrays."""
    names = {"list": "List", "dict": "Map", "optional": "Optional"}
    if kind.name == "tuple":
        return name_of(kind)
    parts = ", ".join(java_boxed(part, name_of) for part in kind.parts)
    return f"{names[kind.name]}<{parts}>" if parts else _BOXES[kind.name]


SPELLINGS: dict[str, Callable[[NeutralType], str]] = {
    "python": _python,
    "javascript": _javascript,
    "cpp": _cpp,
    "rust": _rust,
}
"""Language to how it writes a type; Java's tuples need names, see :func:`java_type`."""
