SHARED = -1


def telltale_substrings(words: list[str]) -> list[str]:
    owner: dict[str, int] = {}
    for index, word in enumerate(words):
        for part in _parts(word):
            if owner.setdefault(part, index) != index:
                owner[part] = SHARED
    telltales = [""] * len(words)
    for part, index in owner.items():
        if index != SHARED:
            known = telltales[index]
            if known == "" or (len(part), part) < (len(known), known):
                telltales[index] = part
    return telltales


def _parts(word: str) -> list[str]:
    ends = range(1, len(word) + 1)
    return [word[start:end] for end in ends for start in range(end)]
