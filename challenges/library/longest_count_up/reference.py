def longest_count_up(values: list[int]) -> int:
    length_at: dict[int, int] = {}  # the greatest length of a count that ends with the value
    for value in values:
        length_at[value] = length_at.get(value - 1, 0) + 1
    return max(length_at.values(), default=0)
