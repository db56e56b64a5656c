def ranked_window_sum(values: list[int], shortest: int, rank: int) -> int | None:
    sums = []
    for start in range(len(values)):
        total = sum(values[start : start + shortest - 1])
        for end in range(start + shortest - 1, len(values)):
            total += values[end]
            sums.append(total)
    return sorted(sums)[rank - 1] if rank <= len(sums) else None
