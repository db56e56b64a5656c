def longest_count_up(values: list[int]) -> int:
    best = 0
    for start, first in enumerate(values):
        wanted = first
        for value in values[start:]:
            wanted += value == wanted
        best = max(best, wanted - first)
    return best
