from bisect import bisect_left


def kept_in_place(heights: list[int], slack: int) -> list[int]:
    ranks = sorted(set(heights))
    # tree: the most books that may stay from one of at least some height on (a Fenwick tree over
    # the heights in descending order).
    tree = [0] * (len(ranks) + 1)
    most = [0] * len(heights)  # from each book on, with it
    for index in range(len(heights) - 1, -1, -1):
        position = len(ranks) - bisect_left(ranks, heights[index] - slack)
        while position > 0:
            most[index] = max(most[index], tree[position])
            position -= position & -position
        most[index] += 1
        position = len(ranks) - bisect_left(ranks, heights[index])
        while position < len(tree):
            tree[position] = max(tree[position], most[index])
            position += position & -position

    kept: list[int] = []
    missing = max(most, default=0)
    for index in range(len(heights)):
        # The first book that can go on for so long is never too low: else it could for longer.
        if most[index] == missing:
            kept.append(index)
            missing -= 1
    return kept
