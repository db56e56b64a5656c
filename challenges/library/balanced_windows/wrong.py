def balanced_windows(values: list[int], kinds: int, spread: int) -> int:
    total = start = 0
    for end in range(len(values)):
        window = values[start : end + 1]
        if len(set(window)) > kinds or max(window) - min(window) > spread:
            start += 1
        for first in range(start, end + 1):
            total += len(set(values[first : end + 1])) == kinds
    return total
