from collections import Counter


def pairs_with_gap(values: list[int], gap: int) -> int:
    counts = Counter(values)
    if gap == 0:
        return sum(count > 1 for count in counts.values())
    return sum(value + gap in counts for value in counts)
