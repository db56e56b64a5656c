from bisect import bisect_left
from itertools import accumulate


def ranked_window_sum(values: list[int], shortest: int, rank: int) -> int | None:
    starts = max(0, len(values) - shortest + 1)
    if rank > starts * (starts + 1) // 2:
        return None
    sums = list(accumulate(values, initial=0))  # a window's sum is the difference of two of them
    ordered = sorted(sums)
    place = [len(sums) - bisect_left(ordered, total) for total in sums]  # 1 for the largest

    def windows_up_to(limit: int) -> int:
        """How many windows have a sum of at most the limit."""
        tree = [0] * (len(sums) + 1)  # how many starts there are, by place (a Fenwick tree)
        count = 0
        for end in range(shortest, len(sums)):
            at = place[end - shortest]
            while at < len(tree):
                tree[at] += 1
                at += at & -at
            at = len(sums) - bisect_left(ordered, sums[end] - limit)
            while at > 0:
                count += tree[at]
                at &= at - 1
        return count

    low, high = ordered[0] - ordered[-1], ordered[-1] - ordered[0]
    while low < high:
        middle = (low + high) // 2
        if windows_up_to(middle) >= rank:
            high = middle
        else:
            low = middle + 1
    return low
