PRIME = 1_000_000_007


def regex_census(pattern: str, letters: str, length: int) -> int:
    ways, _ = _choice(pattern, 0, letters, length)
    return ways[length] % PRIME


def _choice(text: str, at: int, letters: str, length: int) -> tuple[list[int], int]:
    """By length: how many words match."""
    total = [0] * (length + 1)
    while True:
        row = [1] + [0] * length
        while at < len(text) and text[at] not in "|)":
            part, at = _part(text, at, letters, length)
            row = _product(row, part)
        total = [one + other for one, other in zip(total, row, strict=True)]
        if at == len(text) or text[at] == ")":
            return total, at
        at += 1


def _part(text: str, at: int, letters: str, length: int) -> tuple[list[int], int]:
    if text[at] == "(":
        part, at = _choice(text, at + 1, letters, length)
    else:
        count = len(letters) if text[at] == "." else int(text[at] in letters)
        part = [0, count, *[0] * (length - 1)][: length + 1]
    at += 1
    while at < len(text) and text[at] in "*+?":
        once = [0, *part[1:]]
        if text[at] == "?":
            part = [1, *part[1:]]
        else:
            many = [1] + [0] * length
            for _ in range(length):
                many = [1, *_product(many, once)[1:]]
            part = many if text[at] == "*" else [part[0], *many[1:]]
        at += 1
    return part, at


def _product(one: list[int], other: list[int]) -> list[int]:
    return [
        sum(one[i] * other[total - i] for i in range(total + 1)) % PRIME
        for total in range(len(one))
    ]
