def shift_assignment(costs: list[list[int]], fee: int, penalty: int) -> int:
    pairs = sorted(
        (cost, worker, shift)
        for worker, row in enumerate(costs)
        for shift, cost in enumerate(row)
        if 0 <= cost < fee + penalty
    )
    busy, taken, total = set(), set(), 0
    for cost, worker, shift in pairs:
        if worker not in busy and shift not in taken:
            busy.add(worker)
            taken.add(shift)
            total += cost
    return total + fee * (len(costs) - len(busy)) + penalty * (len(costs[0]) - len(taken))
