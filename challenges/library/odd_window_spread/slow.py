def odd_window_spread(values: list[int]) -> int:
    total = 0
    for start in range(len(values)):
        low = high = values[start]
        for end in range(start, len(values)):
            low = min(low, values[end])
            high = max(high, values[end])
            if (end - start) % 2 == 0:
                total += high - low
    return total
