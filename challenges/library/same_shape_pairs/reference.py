from collections import Counter


def same_shape_pairs(words: list[str]) -> int:
    counts = Counter(map(_shape, words))
    return sum(count * (count - 1) // 2 for count in counts.values())


def _shape(word: str) -> tuple[int, ...]:
    """For each letter, how many different ones were met before its first place."""
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(letter, len(numbers)) for letter in word)
