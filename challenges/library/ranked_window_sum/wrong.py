def ranked_window_sum(values: list[int], shortest: int, rank: int) -> int | None:
    starts = max(0, len(values) - shortest + 1)
    if rank > starts * (starts + 1) // 2:
        return None
    low, high = -sum(map(abs, values)), sum(map(abs, values))
    while low < high:
        middle = (low + high) // 2
        count = first = total = 0
        for end, value in enumerate(values):
            total += value
            while first <= end and total > middle:
                total -= values[first]
                first += 1
            count += max(0, end - first - shortest + 2)
        if count >= rank:
            high = middle
        else:
            low = middle + 1
    return low
