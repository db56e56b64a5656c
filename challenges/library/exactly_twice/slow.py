from collections import Counter


def exactly_twice(values: list[int], windows: list[list[int]]) -> list[int]:
    return [list(Counter(values[first : last + 1]).values()).count(2) for first, last in windows]
