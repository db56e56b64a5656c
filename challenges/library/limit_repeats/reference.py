from itertools import groupby


def limit_repeats(text: str, most: int) -> str:
    return "".join(letter * min(most, len(list(run))) for letter, run in groupby(text))
