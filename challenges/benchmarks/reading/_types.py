"""Types of C++, Java and Rust, read as language-neutral ones."""

import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from codeeval_gym.challenges.benchmarks.reading._symbolic import (
    Answer,
    Braces,
    NotDataError,
    mapping,
)
from codeeval_gym.values import Plain

__all__ = ["ANY", "Type", "cast", "convert", "is_single", "made", "read_type", "to_single"]


@dataclass(frozen=True)
class Type:
    """A language-neutral type; its text is that of a :class:`~codeeval_gym.types.Param`."""

    name: str
    """E.g. ``list``."""
    args: tuple["Type", ...] = ()
    """What it holds."""

    def __str__(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.args))}]" if self.args else self.name


ANY = Type("any")

_LEAVES = {
    "int": r"(unsigned |signed )?(long long|long|int|short|size_t)( int)?|[iu](8|16|32|64|128|size)"
    "|Integer|Long|Short|BigInteger",
    "float": "float|double|long double|f32|f64|Float|Double",
    "bool": "bool|boolean|Boolean",
    "str": "string|String|str|char|Character",
}
_CONTAINERS = {
    "list": "vector|list|deque|Vec|VecDeque|List|ArrayList|LinkedList",
    "dict": "map|unordered_map|HashMap|BTreeMap|Map|TreeMap",
    "optional": "optional|Optional|Option",
    "tuple": "pair|tuple",
}
_COUNTS = {"list": (1,), "optional": (1,), "dict": (2,), "tuple": range(1, 100)}
_NOISE = re.compile(r"\b(const|mut|final)\b|&|'\w+\b|\b(\w+::)+")


def read_type(text: str) -> Type:
    """Return the neutral type of a type as it is written; ``any`` for what has none."""
    text = " ".join(_NOISE.sub(" ", text).split())
    if text.endswith("[]"):
        return Type("list", (read_type(text[:-2]),))
    if text.startswith("[") and text.endswith("]"):
        return Type("list", (read_type(text[1:-1].partition(";")[0]),))
    if text.startswith("(") and text.endswith(")") and len(text) > 2:
        return Type("tuple", tuple(map(read_type, _split(text[1:-1]))))
    outer, opened, rest = text.partition("<")
    if opened and rest.endswith(">"):
        args = tuple(map(read_type, _split(rest[:-1])))
        name = _lookup(_CONTAINERS, outer.strip())
        return Type(name, args) if len(args) in _COUNTS.get(name, ()) else ANY
    return Type(_lookup(_LEAVES, text))


def _lookup(table: dict[str, str], name: str) -> str:
    return next((neutral for neutral, names in table.items() if re.fullmatch(names, name)), "any")


def _split(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "<([") - (letter in ">)]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part for part in parts if part.strip()]


def is_single(text: str) -> bool:
    """True when a type, as it is written, holds floats of single precision."""
    return re.search(r"\b(float|f32|Float)\b", text) is not None


def to_single(number: float) -> float:
    """The nearest float of single precision; infinite if there is none."""
    try:
        (near,) = struct.unpack("f", struct.pack("f", number))
    except OverflowError:
        return math.copysign(math.inf, number)
    return float(near)


def convert(value: Plain, to: Type) -> Plain:
    """Return a literal as a value of a declared type: C++ braces and whole floats are no more.

    Raises:
        NotDataError: If it is no such value.
    """
    if isinstance(value, Braces):
        return _convert_braces(value.items, to)
    if to.name == "list" and isinstance(value, list):
        return [convert(item, to.args[0]) for item in value]
    if to.name == "float" and type(value) is int:
        return float(value)
    if to.name == "optional" and value is not None:
        return convert(value, to.args[0])
    return value


def cast(value: Plain | Answer, to: Type) -> Plain | Answer:
    """Return the value of a cast: of a float to an integer it is cut; an answer is what it is.

    Raises:
        NotDataError: If it is no such value.
    """
    if isinstance(value, Answer):
        return value
    if to.name == "int" and isinstance(value, float) and math.isfinite(value):
        return int(value)
    return convert(value, to)


_EMPTY: dict[str, Callable[[], Plain]] = {"list": list, "dict": dict, "str": str}


def made(to: Type, args: tuple[Plain, ...]) -> Plain:
    """Return what a constructor makes: something empty, or a copy of its one argument.

    Raises:
        NotDataError: If that is not known.
    """
    if len(args) == 1:
        return convert(args[0], to)
    if args or to.name not in (*_EMPTY, "any", "optional"):
        raise NotDataError(f"a {to} made of {len(args)} values")
    return _EMPTY.get(to.name, lambda: None)()


def _convert_braces(items: tuple[Plain, ...], to: Type) -> Plain:
    if to.name == "list":
        return [convert(item, to.args[0]) for item in items]
    if to.name == "tuple" and len(to.args) == len(items):
        return tuple(convert(item, part) for item, part in zip(items, to.args, strict=True))
    if to.name == "dict":
        pair = Type("tuple", to.args)
        return mapping(convert(item, pair) for item in items)
    if to.name in ("any", "optional") and not items:
        return None
    if to.name in ("int", "float", "bool", "str") and len(items) == 1:
        return convert(items[0], to)
    raise NotDataError(f"braces are no {to}")
