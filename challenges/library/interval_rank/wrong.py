from collections import defaultdict


def interval_rank(runs: list[list[int]], rank: int) -> int | None:
    change: dict[int, int] = defaultdict(int)
    total = 0
    for one, other, copies in runs:
        first, last = min(one, other), max(one, other)
        change[first] += copies
        change[last] -= copies
        total += (last - first + 1) * copies
    if rank < 0:
        rank += total + 1
    if not 1 <= rank <= total:
        return None
    copies = position = 0
    for start in sorted(change):
        passed = (start - position) * copies
        if rank <= passed:
            return position + (rank - 1) // copies
        rank -= passed
        copies += change[start]
        position = start
    return position
