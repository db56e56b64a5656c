from itertools import product

BINDS = {"&": 4, "^": 3, "|": 2, ">": 1}


def logic_table(formula: str) -> int:
    steps, mistake = _steps(formula)
    if mistake:
        return -mistake
    names = sorted({step for step in steps if step.islower()})
    rows = product([False, True], repeat=len(names))
    return sum(_value(steps, dict(zip(names, row, strict=True))) for row in rows)


def _steps(formula: str) -> tuple[list[str], int]:
    """The formula with every sign after what it works on, or the place of the first mistake."""
    steps: list[str] = []
    waiting: list[str] = []  # signs and opening parentheses
    has_operand = False  # whether an operand has just ended
    for place, letter in enumerate(formula, start=1):
        if letter == " ":
            continue
        if has_operand and letter in BINDS:
            while waiting and _goes_first(waiting[-1], letter):
                steps.append(waiting.pop())
            waiting.append(letter)
            has_operand = False
        elif has_operand and letter == ")" and "(" in waiting:
            while waiting[-1] != "(":
                steps.append(waiting.pop())
            waiting.pop()
        elif not has_operand and letter in "!(":
            waiting.append(letter)
        elif not has_operand and (letter in "01" or letter.islower()):
            steps.append(letter)
            has_operand = True
        else:
            return [], place
    if not has_operand or "(" in waiting:
        return [], len(formula) + 1
    return steps + waiting[::-1], 0


def _goes_first(sign: str, following: str) -> bool:
    if sign == "(":
        return False
    # Equal signs may stay in any order, but for implications, of which the last goes first.
    return sign == "!" or BINDS[sign] > BINDS[following]


def _value(steps: list[str], row: dict[str, bool]) -> bool:
    values: list[bool] = []
    for step in steps:
        if step == "!":
            values.append(not values.pop())
        elif step in BINDS:
            right, left = values.pop(), values.pop()
            values.append(
                (step == "&" and left and right)
                or (step == "^" and left != right)
                or (step == "|" and (left or right))
                or (step == ">" and (not left or right))
            )
        else:
            values.append(row.get(step, step == "1"))
    return values.pop()
