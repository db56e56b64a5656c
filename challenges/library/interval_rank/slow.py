from itertools import pairwise


def interval_rank(runs: list[list[int]], rank: int) -> int | None:
    ordered = [(min(a, b), max(a, b), copies) for a, b, copies in runs]
    total = sum((last - first + 1) * copies for first, last, copies in ordered)
    wanted = rank if rank >= 0 else rank + total + 1
    if not 1 <= wanted <= total:
        return None
    # The answer is reached at some place; the places between two ends are all alike.
    ends = sorted({first for first, _, _ in ordered} | {last + 1 for _, last, _ in ordered})
    for start, end in pairwise(ends):
        here = sum(copies for first, last, copies in ordered if first <= start <= last)
        if wanted <= here * (end - start):
            return start + (wanted - 1) // here
        wanted -= here * (end - start)
    return None
