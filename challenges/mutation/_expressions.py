"""Faults in expressions: wrong operator, wrong constant, wrong bound, wrong condition."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from codeeval_gym.challenges.mutation._dialects import Dialect
from codeeval_gym.challenges.mutation._mutant import Edit
from codeeval_gym.challenges.mutation._trees import ancestors, text_of

__all__ = ["expression_edits"]

_COMPARISONS = {
    "<": (("boundary", "<="), ("relational", ">=")),
    "<=": (("boundary", "<"), ("relational", ">")),
    ">": (("boundary", ">="), ("relational", "<=")),
    ">=": (("boundary", ">"), ("relational", "<")),
    "==": (("relational", "!="),),
    "!=": (("relational", "=="),),
    "===": (("relational", "!=="),),
    "!==": (("relational", "==="),),
    "in": (("relational", "not in"),),
    "not in": (("relational", "in"),),
    "is": (("relational", "is not"),),
    "is not": (("relational", "is"),),
}
_ARITHMETIC = {
    "+": "-",
    "-": "+",
    "*": "+",
    "/": "*",
    "//": "*",
    "%": "*",
    "**": "*",
    "&": "|",
    "|": "&",
    "^": "|",
    "<<": ">>",
    ">>": "<<",
    ">>>": "<<",
}
_LOGICAL = {"and": "or", "or": "and", "&&": "||", "||": "&&", "??": "&&"}
_BINDS_LOOSER = {"*": "+", "/": "*", "**": "*", "&": "|", "^": "|", "and": "or", "&&": "||"}
_ASSIGNING = {f"{old}=": f"{new}=" for old, new in _ARITHMETIC.items()}
_STEPS = {"++": "--", "--": "++"}

_INTEGER = re.compile(r"(0|[1-9][0-9]{0,17})((?:[uUlLn]|_?[iu](?:8|16|32|64|128|size))*)")
_FLOAT = re.compile(r"([0-9]+\.[0-9]*|\.[0-9]+)((?:[fFdDlL]|_?f32|_?f64)?)")
_STREAM = re.compile(r"(?:std::)?c(?:in|out|err|log)\b|\w*(?:stream|ss|os)\s*(?:<<|>>)")
_TOLERANCE = 1e-3
"""Smaller constants are tolerances: another one makes no program wrong."""
_MESSAGES = re.compile(
    r"print|log|warn|panic|assert|format_err|[Ee]rror|Exception|invalid_argument"
)


def expression_edits(node: Node, dialect: Dialect) -> Iterator[Edit]:
    """The faults that can be put where an expression stands.

    Args:
        node: Any node of a program's tree.
        dialect: Of the program's language.
    """
    if node.type in dialect.binaries:
        yield from _binary(node)
    elif node.type in dialect.assignments or node.type == "update_expression":
        yield from _assignment(node)
    elif node.type in dialect.literals or node.type in {"true", "false", "boolean_literal"}:
        yield from _constant(node, dialect)
    elif node.type in {"not_operator", "unary_expression"}:
        yield from _negated(node, dialect)
    elif node.type == "range_expression":
        yield from _with_operator(
            node, {"..": (("boundary", "..="),), "..=": (("boundary", ".."),)}
        )
    elif node.type == "call" and text_of(node.child_by_field_name("function")) == "range":
        yield from _range_stop(node)
    elif node.type == "slice":
        yield from _slice(node)
    condition = _condition(node, dialect)
    if condition is not None:
        yield from _negation(condition, dialect)


def _binary(node: Node) -> Iterator[Edit]:
    tables = {
        **_COMPARISONS,
        **{old: (("logical", new),) for old, new in _LOGICAL.items()},
    }
    if not _joins_text(node):
        tables |= {old: (("arithmetic", new),) for old, new in _ARITHMETIC.items()}
    yield from _with_operator(node, tables)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text_of(node.child_by_field_name("operator"))
    if operator in _LOGICAL and operator != "??" and left is not None and right is not None:
        for kept in (left, right):
            if "let_" not in kept.type:
                yield Edit("logical", node.start_byte, node.end_byte, text_of(kept))


def _with_operator(node: Node, table: dict[str, tuple[tuple[str, str], ...]]) -> Iterator[Edit]:
    """One edit of the whole expression for each other operator."""
    source, start = node.text or b"", node.start_byte
    for child in node.children:
        text = " ".join(text_of(child).split())
        if child.is_named or text not in table:
            continue
        before = source[: child.start_byte - start].decode("utf-8", "replace")
        after = source[child.end_byte - start :].decode("utf-8", "replace")
        for operator, new in table[text]:
            whole = f"{before}{new}{after}"
            if _BINDS_LOOSER.get(text) == new and _is_operand(node):
                whole = f"({whole})"
            yield Edit(operator, start, node.end_byte, whole)


def _is_operand(node: Node) -> bool:
    parent = node.parent
    return parent is not None and ("operator" in parent.type or "binary" in parent.type)


def _joins_text(node: Node) -> bool:
    """True when ``+`` joins text, ``*`` repeats it or ``<<`` prints it: nothing else could be."""
    if _STREAM.match(text_of(node)):
        return True
    if text_of(node.child_by_field_name("operator")) not in {"+", "*", "%"}:
        return False
    stack = list(node.named_children)
    while stack:
        child = stack.pop()
        if "string" in child.type or child.type in {"list", "tuple", "list_comprehension"}:
            return True
        if child.type in {"binary_operator", "binary_expression", "parenthesized_expression"}:
            stack.extend(child.named_children)
    return False


def _assignment(node: Node) -> Iterator[Edit]:
    right = node.child_by_field_name("right")
    if right is not None and ("string" in right.type or right.type == "list"):
        return
    table = {**_ASSIGNING, **_STEPS}
    yield from _with_operator(node, {old: (("arithmetic", new),) for old, new in table.items()})


def _constant(node: Node, dialect: Dialect) -> Iterator[Edit]:
    text = text_of(node)
    if node.parent is not None and node.parent.type == "array_declarator":
        return  # more room than is used is no fault, less is one that need not show
    if node.type in dialect.strings:
        texts = _other_text(node, text)
    elif node.type in dialect.characters:
        texts = ["'b'" if text == "'a'" else "'a'"]
    elif text.lower() in {"true", "false"}:
        other = "false" if text.lower() == "true" else "true"
        texts = [other.title() if text[0].isupper() else other]
    else:
        texts = _other_number(text)
    for other in texts:
        yield Edit("constant", node.start_byte, node.end_byte, other)


def _other_number(text: str) -> list[str]:
    if found := _INTEGER.fullmatch(text):
        number, suffix = int(found[1]), found[2]
        return [
            f"{other}{suffix}"
            for other in dict.fromkeys((number + 1, max(number - 1, 0)))
            if other != number
        ]
    if found := _FLOAT.fullmatch(text):
        value = float(found[1])
        if value == 0 or value >= _TOLERANCE:
            return [f"{value + 1.0!r}{found[2]}"]
    return []


def _other_text(node: Node, text: str) -> list[str]:
    """Empty where there is text, and text where there is none."""
    parent = node.parent
    if parent is None or parent.type in {"expression_statement", "concatenated_string", "pair"}:
        return []  # documentation, a part of a text, a key
    if any(child.type == "interpolation" for child in node.children) or _is_message(node):
        return []
    quote = text[-1]
    prefix = text[: text.find(quote)]
    if text.endswith(quote * 3) and len(text) >= 6:
        quote *= 3
    if prefix.lower() not in {"", "u", "r", "l"} or len(text) < 2 * len(quote):
        return []
    is_empty = len(text) == len(prefix) + 2 * len(quote)
    return [f"{prefix}{quote}{'mutant' if is_empty else ''}{quote}"]


def _is_message(node: Node) -> bool:
    """True inside what raises, prints or asserts: the wording makes no program wrong."""
    for outer in ancestors(node):
        if outer.type in {"raise_statement", "throw_statement", "assert_statement"}:
            return True
        if "call" in outer.type or outer.type in {"new_expression", "method_invocation"}:
            callee = outer.child_by_field_name("function") or outer.child_by_field_name("name")
            if _MESSAGES.search(text_of(callee)):
                return True
        if outer.type.endswith("_statement"):
            return False
    return False


def _negated(node: Node, dialect: Dialect) -> Iterator[Edit]:
    operand = node.child_by_field_name("argument") or node.child_by_field_name("operand")
    if operand is None and node.named_children:
        operand = node.named_children[-1]
    sign = text_of(node.children[0])
    if operand is None:
        return
    if sign in {"!", "not"}:
        yield Edit("negate_condition", node.start_byte, node.end_byte, text_of(operand))


def _condition(node: Node, dialect: Dialect) -> Node | None:
    """What ``node`` decides by."""
    if node.type in {"if_clause", "conditional_expression"} and dialect.name == "python":
        place = 0 if node.type == "if_clause" else 1
        return node.named_children[place] if len(node.named_children) > place else None
    if node.type.startswith("switch_"):
        return None  # it chooses by any value
    condition = node.child_by_field_name("condition")
    while condition is not None and condition.type in {
        "parenthesized_expression",
        "condition_clause",
    }:
        inner = condition.child_by_field_name("value")
        named = condition.named_children
        condition = inner or (named[0] if len(named) == 1 else None)
    if condition is None or "let_" in condition.type or "declaration" in condition.type:
        return None
    return condition


def _negation(condition: Node, dialect: Dialect) -> Iterator[Edit]:
    """Not where another operator says the same: a comparison, a constant, a negation."""
    if condition.type in {"comparison_operator", "not_operator", "true", "boolean_literal"}:
        return
    if text_of(condition.child_by_field_name("operator")) in {*_COMPARISONS, "!"}:
        return
    if condition.type == "unary_expression" and text_of(condition.children[0]) == "!":
        return
    if condition.type == "expression_statement":
        return
    negated = f"{dialect.negation}({text_of(condition)})"
    yield Edit("negate_condition", condition.start_byte, condition.end_byte, negated)


def _range_stop(node: Node) -> Iterator[Edit]:
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    stop = given[0] if len(given) == 1 else given[1] if given else None
    if stop is not None and stop.type not in {"integer", "list_splat"}:
        yield from _shifted(stop)


def _slice(node: Node) -> Iterator[Edit]:
    for bound in node.named_children:
        if bound.type in {"identifier", "binary_operator", "call"}:
            yield from _shifted(bound)


def _shifted(node: Node) -> Iterator[Edit]:
    for shift in ("+ 1", "- 1"):
        text = f"{text_of(node)} {shift}"
        yield Edit("off_by_one", node.start_byte, node.end_byte, text)
