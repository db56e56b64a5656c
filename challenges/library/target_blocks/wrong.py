def target_blocks(values: list[int], target: int, fee: int) -> int:
    cost = start = 0
    while start < len(values):
        total, best = 0, None
        for end in range(start, len(values)):
            total += values[end]
            if best is None or abs(total - target) <= best[0]:
                best = (abs(total - target), end + 1)
        cost += best[0] ** 2 + fee
        start = best[1]
    return cost
