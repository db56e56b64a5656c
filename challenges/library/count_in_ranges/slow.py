def count_in_ranges(values: list[int], ranges: list[list[int]]) -> list[int]:
    return [sum(low <= value <= high for value in values) for low, high in ranges]
