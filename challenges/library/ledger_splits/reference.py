def ledger_splits(values: list[int], shortest: int, longest: int, fee: int) -> int:
    unreachable = float("inf")
    cheapest = [0] + [unreachable] * len(values)  # of the first so many amounts
    for end in range(1, len(values) + 1):
        low = high = values[end - 1]
        for length in range(1, min(longest, end) + 1):
            low = min(low, values[end - length])
            high = max(high, values[end - length])
            if length >= shortest:
                cost = cheapest[end - length] + fee + high - low
                cheapest[end] = min(cheapest[end], cost)
    return -1 if cheapest[-1] == unreachable else cheapest[-1]
