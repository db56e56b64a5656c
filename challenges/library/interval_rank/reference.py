from collections import defaultdict


def interval_rank(runs: list[list[int]], rank: int) -> int | None:
    change: dict[int, int] = defaultdict(int)
    total = 0
    for one, other, copies in runs:
        first, last = min(one, other), max(one, other)
        change[first] += copies
        change[last + 1] -= copies
        total += (last - first + 1) * copies
    if rank < 0:
        rank += total + 1
    if not 1 <= rank <= total:
        return None
    copies = position = 0
    for start in sorted(change):
        passed = (start - position) * copies  # every number from position up to start
        if rank <= passed:
            break
        rank -= passed
        copies += change[start]
        position = start
    return position + (rank - 1) // copies
