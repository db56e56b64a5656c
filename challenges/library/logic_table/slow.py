import re
from itertools import product


def logic_table(formula: str) -> int:
    if not _is_formula(formula):
        return -_first_mistake(formula)
    text = formula.replace(" ", "")
    names = sorted(set(re.findall("[a-z]", text)))
    count = 0
    for row in product("01", repeat=len(names)):
        count += _reduced(text.translate(str.maketrans(dict(zip(names, row, strict=True))))) == "1"
    return count


def _is_formula(text: str) -> bool:
    text = re.sub("[a-z01]", "v", text.replace("v", "a")).replace(" ", "_")
    text = text.replace("_", "")
    while (shorter := re.sub(r"!v|\(v\)|v[&^|>]v", "v", text)) != text:
        text = shorter
    return text == "v"


def _first_mistake(formula: str) -> int:
    """The first place up to which no ending makes a formula of the text."""
    for place in range(1, len(formula) + 1):
        begun = formula[:place]
        closing = ")" * max(0, begun.count("(") - begun.count(")"))
        if not (_is_formula(begun + closing) or _is_formula(begun + "a" + closing)):
            return place
    return len(formula) + 1


def _reduced(text: str) -> str:
    while inner := re.search(r"\(([^()]*)\)", text):
        text = text[: inner.start()] + _flat(inner[1]) + text[inner.end() :]
    return _flat(text)


def _flat(text: str) -> str:
    """The value of a formula without parentheses, by replacing parts of it."""
    parts = text.split(">")
    values = []
    for part in parts:
        while "!" in part:
            part = part.replace("!0", "1").replace("!1", "0")
        terms = [[piece.split("&") for piece in term.split("^")] for term in part.split("|")]
        values.append(any(sum("0" not in piece for piece in term) % 2 for term in terms))
    result = values.pop()
    while values:
        result = not values.pop() or result
    return "1" if result else "0"
