from itertools import product

BINDS = {"&": 4, "^": 3, "|": 2, ">": 1}


def logic_table(formula: str) -> int:
    steps: list[str] = []
    waiting: list[str] = []
    has_operand = False
    for place, letter in enumerate(formula, start=1):
        if letter == " ":
            continue
        if has_operand and letter in BINDS:
            while waiting and waiting[-1] != "(":
                if waiting[-1] != "!" and BINDS[waiting[-1]] < BINDS[letter]:
                    break
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
            return -place
    if not has_operand or "(" in waiting:
        return -len(formula) - 1
    steps += waiting[::-1]
    names = sorted({step for step in steps if step.islower()})
    rows = product([False, True], repeat=len(names))
    return sum(_value(steps, dict(zip(names, row, strict=True))) for row in rows)


def _value(steps: list[str], row: dict[str, bool]) -> bool:
    values: list[bool] = []
    for step in steps:
        if step == "!":
            values.append(not values.pop())
        elif step in BINDS:
            right, left = values.pop(), values.pop()
            operations = {
                "&": left and right,
                "^": left != right,
                "|": left or right,
                ">": not left or right,
            }
            values.append(operations[step])
        else:
            values.append(row.get(step, step == "1"))
    return values.pop()
