from collections import Counter, deque


def balanced_windows(values: list[int], kinds: int, spread: int) -> int:
    return _with_at_most(kinds, values, spread) - _with_at_most(kinds - 1, values, spread)


def _with_at_most(kinds: int, values: list[int], spread: int) -> int:
    """How many windows have at most so many kinds, and no larger spread."""
    if kinds == 0:
        return 0
    total = start = 0
    counts: Counter[int] = Counter()
    rising: deque[int] = deque()  # indices of values that no smaller one follows in the window
    falling: deque[int] = deque()  # indices of values that no larger one follows
    for end, value in enumerate(values):
        counts[value] += 1
        while rising and values[rising[-1]] > value:
            rising.pop()
        rising.append(end)
        while falling and values[falling[-1]] < value:
            falling.pop()
        falling.append(end)
        while len(counts) > kinds or values[falling[0]] - values[rising[0]] > spread:
            counts[values[start]] -= 1
            if counts[values[start]] == 0:
                del counts[values[start]]
            if rising[0] == start:
                rising.popleft()
            if falling[0] == start:
                falling.popleft()
            start += 1
        total += end - start + 1
    return total
