def shift_assignment(costs: list[list[int]], fee: int, penalty: int) -> int:
    # By the set of shifts taken, as bits: the least cost of the workers so far.
    least = {0: 0}
    for row in costs:
        after: dict[int, int] = {}
        for taken, total in least.items():
            choices = [(taken, total + fee)]
            for shift, cost in enumerate(row):
                if cost >= 0 and not taken >> shift & 1:
                    choices.append((taken | 1 << shift, total + cost))
            for key, value in choices:
                after[key] = min(after.get(key, value), value)
        least = after
    shifts = len(costs[0])
    return min(total + penalty * (shifts - taken.bit_count()) for taken, total in least.items())
