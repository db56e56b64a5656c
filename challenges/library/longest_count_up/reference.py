def longest_count_up(values: list[int]) -> int:
    length_at: dict[int, int] = {}
    for value in values:
        length = length_at.get(value - 1, 0) + 1
        length_at[value] = max(length, length_at.get(value, 0))
    return max(length_at.values(), default=0)
