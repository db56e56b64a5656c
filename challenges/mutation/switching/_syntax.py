"""How a compiled language asks which mutant runs, and how it is told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from codeeval_gym.challenges.mutation._trees import ancestors, parse, text_of, walk

__all__ = ["SYNTAXES", "CannotSwitchError", "Insertions", "Syntax", "entrance"]


class CannotSwitchError(ValueError):
    """The program has no place for a switch; its mutants need builds of their own."""


@dataclass(frozen=True)
class Syntax:
    """One language's words for a choice at run time. ``{}`` stands for a mutant's number."""

    choice: str
    """Before the first alternative of an expression, in parentheses."""
    other: str
    """Between two alternatives; the next one is asked for behind it."""
    last: str
    """Before what stands there without a fault."""
    end: str
    """Behind it."""
    statement: str
    """As ``choice``, of a statement."""
    constant: frozenset[str]
    """What is computed before any program runs, so that nothing in it can be chosen."""


SYNTAXES: Mapping[str, Syntax] = {
    "cpp": Syntax(
        choice="(codeeval_mutant == {} ? (",
        other=") : codeeval_mutant == {} ? (",
        last=") : (",
        end="))",
        statement="if (codeeval_mutant == {}) {{",
        constant=frozenset(
            {
                "template_argument_list",
                "static_assert_declaration",
                "enumerator",
                "array_declarator",
                "preproc_if",
                "attribute_specifier",
            }
        ),
    ),
    "java": Syntax(
        choice="(CodeEvalSwitch.mutant == {} ? (",
        other=") : CodeEvalSwitch.mutant == {} ? (",
        last=") : (",
        end="))",
        statement="if (CodeEvalSwitch.mutant == {}) {{",
        constant=frozenset(
            {"switch_label", "annotation", "field_declaration", "static_initializer"}
        ),
    ),
    "rust": Syntax(
        choice="(if codeeval_is({}) {{",
        other="}} else if codeeval_is({}) {{",
        last="} else {",
        end="})",
        statement="if codeeval_is({}) {{",
        constant=frozenset({"const_item", "static_item", "array_type", "const_block"}),
    ),
}


@dataclass(frozen=True)
class Insertions:
    """What makes a program take a mutant's number."""

    before: str
    """At its beginning."""
    after: str
    """At its end."""
    inside: Mapping[int, str]
    """Byte to what is put before it."""
    function: str
    """What takes the number and the arguments; empty where the first line on standard input is
    it."""
    class_name: str = ""
    """The class whose method is wrapped, in Java."""


_WRAPPER = "codeeval_switched"
_STORE = {
    "cpp": "static long long codeeval_mutant = 0;\n",
    "rust": (
        "\nstatic CODEEVAL_MUTANT: std::sync::atomic::AtomicUsize ="
        " std::sync::atomic::AtomicUsize::new(0);\n"
        "fn codeeval_is(number: usize) -> bool {"
        " CODEEVAL_MUTANT.load(std::sync::atomic::Ordering::Relaxed) == number }\n"
    ),
    "java": "\nfinal class CodeEvalSwitch {{ static int mutant = 0; {} }}\n",
}
_READ = {
    "cpp": (
        "#include <unistd.h>\n"
        "static struct CodeevalSwitch { CodeevalSwitch() { char c;"
        " while (::read(0, &c, 1) == 1 && c != '\\n')"
        " codeeval_mutant = codeeval_mutant * 10 + (c - '0'); } } codeeval_switch;\n"
    ),
    "rust": (
        "fn codeeval_read() { use std::io::Read; use std::os::unix::io::FromRawFd;\n"
        "let mut input = std::mem::ManuallyDrop::new("
        "unsafe { std::fs::File::from_raw_fd(0) });\n"
        "let mut byte = [0u8; 1]; let mut number = 0usize;\n"
        "while input.read(&mut byte).unwrap_or(0) == 1 && byte[0] != b'\\n'"
        " { number = number * 10 + (byte[0] - b'0') as usize; }\n"
        "CODEEVAL_MUTANT.store(number, std::sync::atomic::Ordering::Relaxed); }\n"
    ),
    "java": (
        "static void read() { try { int c; while ((c = System.in.read()) >= '0')"
        " mutant = mutant * 10 + c - '0'; } catch (java.io.IOException error)"
        " { throw new RuntimeException(error); } }"
    ),
}
_MAIN = {"cpp": "", "rust": "codeeval_read();", "java": "CodeEvalSwitch.read();"}


def entrance(source: bytes, language: str, function: str | None) -> Insertions:
    """Make a program take the number of a mutant.

    Args:
        source: The program.
        language: ``cpp``, ``java`` or ``rust``.
        function: What is called; ``None`` for a program that reads and prints.

    Raises:
        CannotSwitchError: If that is not there, or there are several of its name, or it is
            written in a way that cannot be wrapped.
    """
    root = parse(source, language)
    if function is None:
        return _read_entrance(root, language)
    found = [node for node in walk(root) if _name(node) == function and _is_plain(node, language)]
    if len(found) != 1:
        raise CannotSwitchError(
            f"There are {len(found)} functions {function!r} that can be called."
        )
    return _WRAPPERS[language](found[0], function)


def _read_entrance(root: Node, language: str) -> Insertions:
    found = [node for node in walk(root) if _name(node) == "main" and _is_plain(node, language)]
    body = found[0].child_by_field_name("body") if len(found) == 1 else None
    if body is None:
        raise CannotSwitchError("There is not one main function.")
    inside = {body.start_byte + 1: _MAIN[language]}
    if language == "cpp":
        return Insertions(_STORE["cpp"] + _READ["cpp"], "", {}, "")
    if language == "java":
        return Insertions("", _STORE["java"].format(_READ["java"]), inside, "", _class_of(found[0]))
    return Insertions("", _STORE["rust"] + _READ["rust"], inside, "")


_FUNCTIONS = {"cpp": "function_definition", "java": "method_declaration", "rust": "function_item"}


def _is_plain(node: Node, language: str) -> bool:
    """A function with a body; in C++ and Rust not inside a class."""
    if node.type != _FUNCTIONS[language] or node.child_by_field_name("body") is None:
        return False
    outside = {"source_file", "translation_unit"}
    return language == "java" or (node.parent is not None and node.parent.type in outside)


def _name(node: Node) -> str:
    inner = node.child_by_field_name("declarator")
    while inner is not None and inner.type != "function_declarator":
        children = inner.named_children
        inner = inner.child_by_field_name("declarator") or (children[-1] if children else None)
    if inner is not None:
        return text_of(inner.child_by_field_name("declarator"))
    return text_of(node.child_by_field_name("name"))


def _wrap_cpp(node: Node, function: str) -> Insertions:
    declarator = next(item for item in walk(node) if item.type == "function_declarator")
    parameters = declarator.child_by_field_name("parameters")
    assert parameters is not None
    names = []
    for item in parameters.named_children:
        if item.type == "comment":
            continue
        identifiers = [it for it in walk(item, frozenset({"default_value"})) if _is_name(it, item)]
        if not identifiers:
            raise CannotSwitchError("A parameter has no name.")
        names.append(text_of(identifiers[0]))
    inner = text_of(parameters)[1:-1].strip()
    arguments = ", ".join(f"std::forward<decltype({name})>({name})" for name in names)
    after = (
        f"\nauto {_WRAPPER}(long long codeeval_number{', ' if inner else ''}{inner})"
        f" {{ codeeval_mutant = codeeval_number; return ::{function}({arguments}); }}\n"
    )
    return Insertions(f"#include <utility>\n{_STORE['cpp']}", after, {}, _WRAPPER)


def _is_name(node: Node, parameter: Node) -> bool:
    """The identifier that a parameter declares, not one in its type or default."""
    if node.type != "identifier":
        return False
    for outer in (node, *ancestors(node)):
        parent = outer.parent
        if outer == parameter or parent is None:
            return True
        field = next(
            (
                parent.field_name_for_child(at)
                for at, it in enumerate(parent.children)
                if it == outer
            ),
            None,
        )
        if field in {"type", "default_value", "size"}:
            return False
    return True


def _wrap_rust(node: Node, function: str) -> Insertions:
    if re.match(r"(?:pub(?:\([^)]*\))?\s+)?(?:const|async|unsafe|extern)\b", text_of(node)):
        raise CannotSwitchError("It is no plain function.")
    parameters = node.child_by_field_name("parameters")
    assert parameters is not None
    kinds = [text_of(item.child_by_field_name("type")) for item in parameters.named_children
             if item.type == "parameter"]  # fmt: skip
    declared = "".join(f", codeeval_{at}: {kind}" for at, kind in enumerate(kinds))
    arguments = ", ".join(f"codeeval_{at}" for at in range(len(kinds)))
    returns = text_of(node.child_by_field_name("return_type"))
    where = next((text_of(item) for item in node.children if item.type == "where_clause"), "")
    after = (
        f"{_STORE['rust']}"
        f"fn {_WRAPPER}{text_of(node.child_by_field_name('type_parameters'))}"
        f"(codeeval_number: usize{declared}){f' -> {returns}' if returns else ''} {where} {{"
        " CODEEVAL_MUTANT.store(codeeval_number, std::sync::atomic::Ordering::Relaxed);"
        f" {function}({arguments}) }}\n"
    )
    return Insertions("", after, {}, _WRAPPER)


def _wrap_java(node: Node, function: str) -> Insertions:
    parameters = node.child_by_field_name("parameters")
    assert parameters is not None
    given = [item for item in parameters.named_children if "comment" not in item.type]
    if any(item.type != "formal_parameter" for item in given):
        raise CannotSwitchError("It takes any number of arguments.")
    names = ", ".join(text_of(item.child_by_field_name("name")) for item in given)
    inner = text_of(parameters)[1:-1].strip()
    returns = text_of(node.child_by_field_name("type"))
    wrapper = " ".join(
        [
            *_modifiers(node),
            text_of(node.child_by_field_name("type_parameters")),
            returns,
            f"{_WRAPPER}(int codeevalNumber{', ' if inner else ''}{inner})",
            next((text_of(item) for item in node.children if item.type == "throws"), ""),
            "{ CodeEvalSwitch.mutant = codeevalNumber;",
            f"{'' if returns == 'void' else 'return '}{function}({names}); }}",
        ]
    )
    after = _STORE["java"].format("")
    return Insertions("", after, {node.end_byte: f"\n{wrapper}\n"}, _WRAPPER, _class_of(node))


def _modifiers(node: Node) -> Iterator[str]:
    for item in node.children:
        if item.type == "modifiers":
            yield from (text_of(it) for it in item.children if "annotation" not in it.type)


def _class_of(node: Node) -> str:
    owner = next((it for it in ancestors(node) if it.child_by_field_name("name")), None)
    return "" if owner is None else text_of(owner.child_by_field_name("name"))


_WRAPPERS = {"cpp": _wrap_cpp, "java": _wrap_java, "rust": _wrap_rust}
