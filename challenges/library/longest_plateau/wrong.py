from itertools import pairwise


def longest_plateau(heights: list[int]) -> int:
    best = min(1, len(heights))
    length = 1
    for before, after in pairwise(heights):
        if before == after:
            length += 1
        else:
            best = max(best, length)
            length = 1
    return best
