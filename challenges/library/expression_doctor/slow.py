import re
from math import gcd

LIMIT = 9 * 10**15
Token = tuple[str, int]  # a text and its place


class MistakeError(Exception):
    """A code and a place."""


def expression_doctor(text: str) -> list[int]:
    pattern = r"[0-9]+|[a-z]+|[^ ]"
    tokens = [(found[0], found.start() + 1) for found in re.finditer(pattern, text)]
    try:
        _check(tokens, len(text) + 1)
        return [0, _value(tokens)]
    except MistakeError as error:
        return list(error.args)


def _check(tokens: list[Token], end: int) -> None:
    """Read with a stack of what is open: a call's name, place and arguments, or a parenthesis."""
    opened: list[list] = []
    wanted = "operand"
    for text, place in tokens:
        if wanted == "parenthesis" and text == "(":
            wanted = "operand"
        elif wanted == "operand" and text.isdigit():
            wanted = "operator"
        elif wanted == "operand" and text.isalpha() and text.islower():
            if text not in ("abs", "gcd", "min", "max"):
                raise MistakeError(2, place)
            opened.append([text, place, 1])
            wanted = "parenthesis"
        elif wanted == "operand" and text in "-(":
            if text == "(":
                opened.append(["", place, 1])
        elif wanted == "operator" and text in "+-*/%^":
            wanted = "operand"
        elif wanted == "operator" and text == "," and opened and opened[-1][0]:
            opened[-1][2] += 1
            wanted = "operand"
        elif wanted == "operator" and text == ")" and opened:
            name, start, count = opened.pop()
            if count != {"abs": 1, "gcd": 2}.get(name, count):
                raise MistakeError(3, start)
        else:
            raise MistakeError(1, place)
    if wanted != "operator" or opened:
        raise MistakeError(1, end)


def _value(tokens: list[Token]) -> int:
    """Split at the operator that is worked out last; its sides are worked out first."""
    at = _last_operator(tokens)
    if at is None:
        return _operand(tokens)
    operator, place = tokens[at]
    if at == 0:
        return -_value(tokens[1:])
    left, right = _value(tokens[:at]), _value(tokens[at + 1 :])
    if (operator in "/%" and right == 0) or (operator == "^" and right < 0):
        raise MistakeError(4, place)
    if operator == "^":
        right = right if right < 100 else 100 + right % 2
    result = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left // right,
        "%": lambda: left % right,
        "^": lambda: left**right,
    }[operator]()
    if abs(result) > LIMIT:
        raise MistakeError(5, place)
    return result


def _last_operator(tokens: list[Token]) -> int | None:
    found: dict[str, int] = {}
    depth = 0
    after_operand = False
    for at, (text, _) in enumerate(tokens):
        if depth == 0 and after_operand and text in "+-*/%^":
            kind = "sum" if text in "+-" else "power" if text == "^" else "product"
            # A sign in front of what follows a power belongs to it, and so does what is behind it.
            if kind == "power":
                found.setdefault(kind, at)
            else:
                found[kind] = at
            after_operand = False
            continue
        depth += {"(": 1, ")": -1}.get(text, 0)
        after_operand = depth > 0 or text not in "-"
    if "sum" in found or "product" in found:
        return found.get("sum", found.get("product"))
    return 0 if tokens[0][0] == "-" else found.get("power")


def _operand(tokens: list[Token]) -> int:
    text, place = tokens[0]
    if text.isdigit():
        if int(text) > LIMIT:
            raise MistakeError(5, place)
        return int(text)
    if text == "(":
        return _value(tokens[1:-1])
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[2:-1]:
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    values = [_value(part) for part in parts]
    if text == "abs":
        return abs(values[0])
    return gcd(*values) if text == "gcd" else min(values) if text == "min" else max(values)
