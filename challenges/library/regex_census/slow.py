from functools import cache

PRIME = 1_000_000_007
NOTHING: tuple = ("|", frozenset())
EMPTY: tuple = ("",)


def regex_census(pattern: str, letters: str, length: int) -> int:
    @cache
    def count(node: tuple, left: int) -> int:
        """Words that go on: by what is left of the pattern behind each possible letter."""
        if left == 0:
            return int(_may_be_empty(node))
        return sum(count(_behind(node, letter), left - 1) for letter in letters) % PRIME

    node, _ = _read(pattern, 0)
    for used in range(length):  # so that no recursion is deep
        count(node, used)
        for letter in letters:
            count(_behind(node, letter), used)
    return count(node, length) if length <= 60 else _by_layers(node, letters, length)


def _by_layers(node: tuple, letters: str, length: int) -> int:
    counts = {node: 1}
    for _ in range(length):
        after: dict[tuple, int] = {}
        for each, number in counts.items():
            for letter in letters:
                behind = _behind(each, letter)
                after[behind] = (after.get(behind, 0) + number) % PRIME
        counts = after
    return sum(number for each, number in counts.items() if _may_be_empty(each)) % PRIME


def _read(text: str, at: int) -> tuple[tuple, int]:
    choices, row = [], EMPTY
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            choices.append(row)
            row = EMPTY
            at += 1
            continue
        if text[at] == "(":
            part, at = _read(text, at + 1)
        else:
            part = ("letter", text[at])
        at += 1
        while at < len(text) and text[at] in "*+?":
            many = ("*", part)
            part = {"*": many, "+": _row(part, many), "?": _choice(part, EMPTY)}[text[at]]
            at += 1
        row = _row(row, part)
    return _choice(*choices, row), at


def _choice(*parts: tuple) -> tuple:
    flat: set[tuple] = set()
    for part in parts:
        flat |= part[1] if part[0] == "|" else {part}
    return next(iter(flat)) if len(flat) == 1 else ("|", frozenset(flat))


def _row(one: tuple, other: tuple) -> tuple:
    if NOTHING in (one, other):
        return NOTHING
    if one == EMPTY:
        return other
    if other == EMPTY:
        return one
    if one[0] == "row":  # always grouped to the right, so that the same rows are equal
        return ("row", one[1], _row(one[2], other))
    return ("row", one, other)


@cache
def _may_be_empty(node: tuple) -> bool:
    match node:
        case ("letter", _):
            return False
        case ("row", one, other):
            return _may_be_empty(one) and _may_be_empty(other)
        case ("|", parts):
            return any(map(_may_be_empty, parts))
    return True


@cache
def _behind(node: tuple, letter: str) -> tuple:
    """What has to follow the letter, for a word that begins with it."""
    match node:
        case ("letter", wanted):
            return EMPTY if wanted in (letter, ".") else NOTHING
        case ("row", one, other):
            first = _row(_behind(one, letter), other)
            return _choice(first, _behind(other, letter)) if _may_be_empty(one) else first
        case ("|", parts):
            return _choice(*(_behind(part, letter) for part in parts))
        case ("*", part):
            return _row(_behind(part, letter), node)
    return NOTHING
