"""Types of C++, Java and Rust as language-neutral ones; ``any`` for all that is no plain data."""

import re

__all__ = ["neutral_cpp", "neutral_java", "neutral_rust"]

_CPP = {
    "bool": "bool",
    "char": "str",
    "double": "float",
    "float": "float",
    "std::string": "str",
    "string": "str",
    "std::string_view": "str",
    "string_view": "str",
    "std::size_t": "int",
    "std::string::size_type": "int",
    "ptrdiff_t": "int",
    "ssize_t": "int",
}
_CPP_INTEGERS = re.compile(
    r"(?:std::)?(?:u?int(?:8|16|32|64)_t|size_t)|(?:(?:unsigned|signed|long|short|int)\s*)+"
)
_JAVA = {
    "int": "int",
    "long": "int",
    "short": "int",
    "byte": "int",
    "Integer": "int",
    "Long": "int",
    "double": "float",
    "float": "float",
    "Double": "float",
    "boolean": "bool",
    "Boolean": "bool",
    "char": "str",
    "Character": "str",
    "String": "str",
    "CharSequence": "str",
}
_RUST = {
    "bool": "bool",
    "char": "str",
    "str": "str",
    "String": "str",
    "f32": "float",
    "f64": "float",
}
_RUST_INTEGER = re.compile(r"[iu](?:8|16|32|64|128|size)")


def neutral_cpp(written: str) -> str:
    """The neutral type of a C++ type."""
    plain = re.sub(r"\bconst\b|\bstatic\b|\binline\b|\bconstexpr\b|&", " ", written)
    plain = " ".join(plain.split()).replace(" <", "<").replace("< ", "<").replace(" >", ">")
    if re.sub(r"\s", "", written) in ("constchar*", "charconst*"):
        return "str"
    if plain in _CPP:
        return _CPP[plain]
    if _CPP_INTEGERS.fullmatch(plain):
        return "int"
    return _generic(
        plain.replace("std::", ""), neutral_cpp, {"vector": "list", "optional": "optional"}
    )


def neutral_java(written: str) -> str:
    """The neutral type of a Java type."""
    plain = re.sub(r"\s+|\bfinal\b", "", written)
    if plain.endswith(("[]", "...")):
        return _wrapped("list", neutral_java(plain.removesuffix("[]").removesuffix("...")))
    if plain in _JAVA:
        return _JAVA[plain]
    lists = dict.fromkeys(("List", "Collection", "Iterable"), "list")
    return _generic(plain, neutral_java, {**lists, "Optional": "optional"})


def neutral_rust(written: str) -> str:
    """The neutral type of a Rust type; that of its right value for a ``Result``."""
    plain = re.sub(r"&\s*(?:'\w+\s*)?", "", written).strip()
    if "mut " in plain:
        return "any"
    if plain in _RUST:
        return _RUST[plain]
    if _RUST_INTEGER.fullmatch(plain):
        return "int"
    if plain.startswith("[") and plain.endswith("]"):
        return _wrapped("list", neutral_rust(plain[1:-1].partition(";")[0]))
    if plain.startswith("(") and plain.endswith(")") and plain != "()":
        parts = [neutral_rust(part) for part in _parts(plain[1:-1])]
        return "any" if "any" in parts else f"tuple[{', '.join(parts)}]"
    if plain.startswith("Cow<"):
        return neutral_rust(_parts(plain[4:-1])[-1])
    if plain.startswith(("Result<", "std::result::Result<")):
        return neutral_rust(_parts(plain.partition("<")[2][:-1])[0])
    return _generic(plain, neutral_rust, {"Vec": "list", "Option": "optional", "Box": ""})


def _generic(plain: str, read: object, names: dict[str, str]) -> str:
    """A type with parameters: a container of these names, a pair, or a map."""
    assert callable(read)
    name, opened, rest = plain.partition("<")
    if not opened or not rest.endswith(">"):
        return "any"
    parts = [str(read(part)) for part in _parts(rest[:-1])]
    if "any" in parts:
        return "any"
    if name in names and len(parts) == 1:
        return _wrapped(names[name], parts[0])
    if name in ("pair", "tuple"):
        return f"tuple[{', '.join(parts)}]"
    if name in ("map", "unordered_map", "Map", "HashMap", "BTreeMap") and len(parts) == 2:
        return f"dict[{parts[0]}, {parts[1]}]"
    return "any"


def _wrapped(container: str, part: str) -> str:
    if part == "any":
        return "any"
    return f"{container}[{part}]" if container else part


def _parts(text: str) -> list[str]:
    """The pieces between the commas of the outermost level."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "<([") - (letter in ">)]")
        if letter == "," and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
    return [*found, text[start:].strip()]
