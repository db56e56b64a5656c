"""Parameters and their neutral types: from annotations, defaults and docstrings."""

import ast
import re

from codeeval_gym.types import Param

__all__ = ["neutral_type", "params_of"]

_WORDS = {
    "bool": "bool",
    "boolean": "bool",
    "bytes": "bytes",
    "dict": "dict[any, any]",
    "dictionary": "dict[any, any]",
    "float": "float",
    "int": "int",
    "integer": "int",
    "iterable": "list[any]",
    "list": "list[any]",
    "mapping": "dict[any, any]",
    "number": "float",
    "sequence": "list[any]",
    "set": "set[any]",
    "str": "str",
    "string": "str",
    "text": "str",
    "tuple": "tuple[any]",
    "unicode": "str",
}
_GENERIC = {
    "abstractset": "set",
    "collection": "list",
    "dict": "dict",
    "frozenset": "set",
    "iterable": "list",
    "iterator": "list",
    "list": "list",
    "mapping": "dict",
    "mutablemapping": "dict",
    "mutablesequence": "list",
    "optional": "optional",
    "sequence": "list",
    "set": "set",
    "tuple": "tuple",
}
_BARE = {"dict": "dict[any, any]", "list": "list[any]", "set": "set[any]", "tuple": "tuple[any]"}
_PLAIN = ("int", "float", "str", "bool", "bytes")
_GOOGLE = re.compile(r"^\s*\*{0,2}(\w+)\s*\(([^)]{1,60})\)\s*:", re.MULTILINE)
_SPHINX = re.compile(r":param\s+(\w+)\s+(\w+)\s*:")
_SPHINX_TYPE = re.compile(r":type\s+(\w+)\s*:\s*([^\n]{1,60})")
_NUMPY = re.compile(r"^\s*(\w+)\s+:\s+([^\n]{1,60})$", re.MULTILINE)


def params_of(node: ast.FunctionDef, documentation: str) -> tuple[Param, ...]:
    """The named parameters of a function, in order, with the best type that is known.

    ``*args`` and ``**kwargs`` are left out: no test can name what goes there.
    """
    stated = _documented(documentation)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults = dict(
        zip((item.arg for item in positional), [*missing, *arguments.defaults], strict=True)
    )
    defaults |= {
        item.arg: default
        for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    }
    found = []
    for item in [*positional, *arguments.kwonlyargs]:
        neutral = neutral_type(item.annotation)
        if neutral == "any":
            neutral = stated.get(item.arg, "any")
        if neutral == "any":
            neutral = _of_default(defaults[item.arg])
        found.append(Param(item.arg, neutral))
    return tuple(found)


def neutral_type(annotation: ast.expr | None) -> str:
    """The neutral type of an annotation, ``any`` for what has none."""
    match annotation:
        case ast.Constant(value=str(text)) if len(text) < 200:
            try:
                return neutral_type(ast.parse(text, mode="eval").body)
            except (SyntaxError, ValueError):
                return "any"
        case ast.Name(id=name) | ast.Attribute(attr=name):
            lower = name.lower()
            return lower if lower in _PLAIN else _BARE.get(_GENERIC.get(lower, ""), "any")
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _union([left, right])
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
            return _subscript(name.lower(), inner)
    return "any"


def _subscript(name: str, inner: ast.expr) -> str:
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name == "union":
        return _union(items)
    kind = _GENERIC.get(name)
    if kind is None:
        return "any"
    if kind == "tuple" and len(items) == 2 and isinstance(items[1], ast.Constant):
        return f"list[{neutral_type(items[0])}]"  # tuple[int, ...]
    wanted = {"dict": 2, "tuple": len(items)}.get(kind, 1)
    if len(items) != wanted:
        return _BARE.get(kind, "any")
    return f"{kind}[{', '.join(neutral_type(item) for item in items)}]"


def _union(items: list[ast.expr]) -> str:
    """``T | None`` is optional; of any other union the first member that is known."""
    members = [item for item in items if not _is_none(item)]
    known = [neutral for neutral in map(neutral_type, members) if neutral != "any"]
    first = known[0] if known else "any"
    return f"optional[{first}]" if len(members) < len(items) and known else first


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_default(default: ast.expr | None) -> str:
    match default:
        case ast.Constant(value=value) if type(value).__name__ in _PLAIN:
            return type(value).__name__
        case ast.List():
            return "list[any]"
        case ast.Dict():
            return "dict[any, any]"
    return "any"


def _documented(documentation: str) -> dict[str, str]:
    """Parameter names to the types that a docstring states, in any of the usual styles."""
    found: dict[str, str] = {}
    pairs = [match.groups() for match in _GOOGLE.finditer(documentation)]
    pairs += [(name, words) for words, name in _SPHINX.findall(documentation)]
    pairs += [match.groups() for match in _SPHINX_TYPE.finditer(documentation)]
    pairs += [match.groups() for match in _NUMPY.finditer(documentation)]
    for name, words in pairs:
        neutral = _of_words(words)
        if neutral != "any":
            found.setdefault(name, neutral)
    return found


def _of_words(words: str) -> str:
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _WORDS:
            return _WORDS[word]
    return "any"
