def ledger_splits(values: list[int], shortest: int, longest: int, fee: int) -> int:
    if not values:
        return 0
    # costs[k]: the least cost of each prefix with exactly k blocks.
    costs = {0: 0}
    best = None
    for _ in range(len(values)):
        after: dict[int, int] = {}
        for start, cost in costs.items():
            for end in range(start + shortest, min(start + longest, len(values)) + 1):
                block = values[start:end]
                total = cost + fee + max(block) - min(block)
                after[end] = min(after.get(end, total), total)
        costs = after
        if len(values) in costs:
            best = costs[len(values)] if best is None else min(best, costs[len(values)])
    return -1 if best is None else best
