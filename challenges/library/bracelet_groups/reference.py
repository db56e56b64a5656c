def bracelet_groups(words: list[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        bracelet = min(_least_rotation(word), _least_rotation(word[::-1]))
        groups.setdefault(bracelet, []).append(word)
    return list(groups.values())


def _least_rotation(word: str) -> str:
    """The rotation that comes first in the dictionary, in linear time."""
    size = len(word)
    one, other, same = 0, 1, 0  # two starts that agree in so many letters
    while one < size and other < size and same < size:
        left, right = word[(one + same) % size], word[(other + same) % size]
        if left == right:
            same += 1
            continue
        # No start among the letters that agreed can be the best one.
        if left > right:
            one += same + 1
        else:
            other += same + 1
        if one == other:
            other += 1
        same = 0
    start = min(one, other)
    return word[start:] + word[:start]
