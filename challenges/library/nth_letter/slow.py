def nth_letter(pattern: str, position: int) -> str:
    total = _length(pattern)
    left = position - 1 if position > 0 else total + position
    return _letter(pattern, left) if position != 0 and 0 <= left < total else ""


def _letter(pattern: str, left: int) -> str:
    while True:
        times, part, rest = _first(pattern)
        length = _length(part) if times is not None else 1
        whole = length * (1 if times is None else times)
        if left < whole:
            return part if times is None else _letter(part, left % length)
        left -= whole
        pattern = rest


def _length(pattern: str) -> int:
    total = 0
    while pattern:
        times, part, pattern = _first(pattern)
        total += 1 if times is None else times * _length(part)
    return total


def _first(pattern: str) -> tuple[int | None, str, str]:
    """How often, the first part, and what follows; None for a single letter."""
    if pattern[0].isalpha():
        return None, pattern[0], pattern[1:]
    opening = pattern.index("(")
    depth = 0
    for index in range(opening, len(pattern)):
        depth += {"(": 1, ")": -1}.get(pattern[index], 0)
        if depth == 0:
            break
    return int(pattern[:opening]), pattern[opening + 1 : index], pattern[index + 1 :]
