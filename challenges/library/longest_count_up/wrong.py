def longest_count_up(values: list[int]) -> int:
    best = 0
    length = 0
    wanted = None
    for value in values:
        length = length + 1 if value == wanted else 1
        wanted = value + 1
        best = max(best, length)
    return best
