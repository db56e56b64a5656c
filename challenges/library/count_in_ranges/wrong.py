from bisect import bisect_left, bisect_right


def count_in_ranges(values: list[int], ranges: list[list[int]]) -> list[int]:
    ordered = sorted(values)
    return [bisect_right(ordered, high) - bisect_left(ordered, low) for low, high in ranges]
