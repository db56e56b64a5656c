def balanced_windows(values: list[int], kinds: int, spread: int) -> int:
    total = 0
    for start in range(len(values)):
        seen: set[int] = set()
        low = high = values[start]
        for value in values[start:]:
            seen.add(value)
            low, high = min(low, value), max(high, value)
            total += len(seen) == kinds and high - low <= spread
    return total
