import re


def nth_letter(pattern: str, position: int) -> str:
    while "(" in pattern:
        inner = re.search(r"(\d)\(([a-z]*)\)", pattern)
        before = re.sub(r"\d+$", "", pattern[: inner.start()])
        pattern = before + inner[2] * min(int(inner[1]), 10**6) + pattern[inner.end() :]
        if len(pattern) > 10**6:
            return ""
    if position == 0 or abs(position) > len(pattern):
        return ""
    return pattern[position - 1 if position > 0 else position]
