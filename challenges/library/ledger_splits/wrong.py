def ledger_splits(values: list[int], shortest: int, longest: int, fee: int) -> int:
    total = start = 0
    while start < len(values):
        best = None
        for length in range(shortest, longest + 1):
            block = values[start : start + length]
            left = len(values) - start - length
            if left < 0 or 0 < left < shortest:
                continue
            cost = fee + max(block) - min(block)
            if best is None or cost * best[1] <= best[0] * length:
                best = (cost, length)
        if best is None:
            return -1
        total += best[0]
        start += best[1]
    return total
