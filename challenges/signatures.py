"""From a neutral signature to the text that a program starts with, in each language."""

import functools
from collections.abc import Callable, Sequence

from codeeval_gym.challenges._reserved import RESERVED
from codeeval_gym.challenges._spelling import SPELLINGS, java_type, leaves
from codeeval_gym.challenges.neutral import NeutralType, read_type
from codeeval_gym.types import Signature

__all__ = ["languages_of", "starter", "starters"]

_HEADERS = {"str": "string", "list": "vector", "dict": "map", "tuple": "tuple"}
_HEADERS |= {"optional": "optional"}
_RUST_PARTS = 8
"""Its driver has no way to call a function with more parameters, nor to read a longer tuple."""


def starters(signature: Signature, documentation: str = "") -> dict[str, str]:
    """Return the starter in every language that can say the signature.

    Args:
        signature: The function to write.
        documentation: Stands where the language says what a function does; empty for none.

    Raises:
        ValueError: If a type of the signature is none.
    """
    return {name: starter(signature, name, documentation) for name in languages_of(signature)}


def starter(signature: Signature, language: str, documentation: str = "") -> str:
    """Return the text up to the function's body, types included.

    Args:
        signature: The function to write.
        language: The language.
        documentation: As for :func:`starters`.

    Raises:
        ValueError: If the language cannot say the signature; see :func:`languages_of`.
    """
    if not _says(signature, language):
        raise ValueError(f"{language} cannot say {signature}.")
    return _STARTERS[language](signature, documentation.strip().splitlines())


def languages_of(signature: Signature) -> tuple[str, ...]:
    """Return the languages that can say a signature.

    C++ and Rust have nothing for ``any``; Rust's dicts have no floats as keys, and its functions
    and tuples, as far as they can be called, at most eight parts; and no language lets a function
    or parameter be called by one of its reserved words.

    Raises:
        ValueError: If a type of the signature is none.
    """
    return tuple(language for language in _STARTERS if _says(signature, language))


def _says(signature: Signature, language: str) -> bool:
    names = {signature.name, *(param.name for param in signature.params)}
    if names & RESERVED[language] or (language == "rust" and len(signature.params) > _RUST_PARTS):
        return False
    return all(_can_say(kind, language) for kind in _kinds(signature))


def _kinds(signature: Signature) -> list[NeutralType]:
    """The types of the parameters, then that of the answer."""
    return [read_type(text) for text in (*(it.type for it in signature.params), signature.returns)]


@functools.cache
def _can_say(kind: NeutralType, language: str) -> bool:
    keys = [leaf for item in leaves(kind) if item.name == "dict" for leaf in leaves(item.parts[0])]
    has_any = any(item.name == "any" for item in leaves(kind))
    if language == "rust":
        long = any(len(item.parts) > _RUST_PARTS for item in leaves(kind))
        return not (has_any or long or any(key.name == "float" for key in keys))
    return not (has_any and language == "cpp")


def _declared(signature: Signature, form: str, spell: Callable[[NeutralType], str]) -> str:
    """The parameters, each in the form that the language writes one, e.g. ``{kind} {name}``."""
    kinds = map(spell, _kinds(signature))
    pairs = zip(signature.params, kinds, strict=False)  # the last type is the answer's
    return ", ".join(form.format(name=param.name, kind=kind) for param, kind in pairs)


def _block(lines: Sequence[str], indent: str = "") -> str:
    """A comment from ``/**`` to ``*/``, as JavaScript, Java and C++ document a function."""
    if not lines:
        return ""
    safe = (line.replace("*/", "* /") for line in lines)
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in safe)
    return f"{indent}/**\n{body}{indent} */\n"


def _python(signature: Signature, lines: Sequence[str]) -> str:
    spell = SPELLINGS["python"]
    params = _declared(signature, "{name}: {kind}", spell)
    head = f"def {signature.name}({params}) -> {spell(_kinds(signature)[-1])}:\n"
    if not lines:
        return head
    text = "\n".join(f"    {line}".rstrip() for line in lines).strip().replace('"""', "'''")
    raw = "r" if "\\" in text else ""
    end = "\n    " if len(lines) > 1 or text.endswith(('"', "\\")) else ""
    return f'{head}    {raw}"""{text}{end}"""\n'


def _javascript(signature: Signature, lines: Sequence[str]) -> str:
    spell = SPELLINGS["javascript"]
    *kinds, answer = map(spell, _kinds(signature))
    pairs = zip(kinds, signature.params, strict=True)
    tags = [f"@param {{{kind}}} {param.name}" for kind, param in pairs]
    block = _block([*lines, *([""] if lines else []), *tags, f"@returns {{{answer}}}"])
    names = ", ".join(param.name for param in signature.params)
    return f"{block}function {signature.name}({names}) {{\n"


def _java(signature: Signature, lines: Sequence[str]) -> str:
    lines = [line.replace("\\u", "\\ u") for line in lines]  # Java reads it in comments, too
    names = _record_names(_kinds(signature))

    def spell(kind: NeutralType) -> str:
        return java_type(kind, names.__getitem__)

    records = ""
    for kind, name in names.items():
        fields = (f"{spell(part)} item{at}" for at, part in enumerate(kind.parts, start=1))
        records += f"    record {name}({', '.join(fields)}) {{}}\n\n"
    params = _declared(signature, "{kind} {name}", spell)
    head = f"    static {spell(_kinds(signature)[-1])} {signature.name}({params}) {{\n"
    return f"import java.util.*;\n\nclass Solution {{\n{records}{_block(lines, '    ')}{head}"


def _record_names(kinds: Sequence[NeutralType]) -> dict[NeutralType, str]:
    """Java has no tuples: each is a record, whose name says how many items it has."""
    names: dict[NeutralType, str] = {}
    for kind in (leaf for outer in kinds for leaf in leaves(outer) if leaf.name == "tuple"):
        size = {1: "Single", 2: "Pair", 3: "Triple"}.get(len(kind.parts), "Row")
        count = sum(name.startswith(size) for name in names.values())
        names.setdefault(kind, f"{size}{count + 1}" if count else size)
    return names


def _cpp(signature: Signature, lines: Sequence[str]) -> str:
    spell = SPELLINGS["cpp"]
    used = {leaf.name for kind in _kinds(signature) for leaf in leaves(kind)}
    headers = sorted({_HEADERS[name] for name in used & _HEADERS.keys()})
    included = "".join(f"#include <{header}>\n" for header in headers) + ("\n" if headers else "")
    params = _declared(signature, "{kind} {name}", spell)
    head = f"{spell(_kinds(signature)[-1])} {signature.name}({params}) {{\n"
    return f"{included}{_block(lines)}{head}"


def _rust(signature: Signature, lines: Sequence[str]) -> str:
    spell = SPELLINGS["rust"]
    kinds = _kinds(signature)
    has_dict = any(leaf.name == "dict" for kind in kinds for leaf in leaves(kind))
    used = "use std::collections::HashMap;\n\n" if has_dict else ""
    block = "".join(f"/// {line}".rstrip() + "\n" for line in lines)
    params = _declared(signature, "{name}: {kind}", spell)
    return f"{used}{block}fn {signature.name}({params}) -> {spell(kinds[-1])} {{\n"


_STARTERS: dict[str, Callable[[Signature, Sequence[str]], str]] = {
    "python": _python,
    "javascript": _javascript,
    "java": _java,
    "cpp": _cpp,
    "rust": _rust,
}
