def odd_window_spread(values: list[int]) -> int:
    return _sum_of_maxima(values) + _sum_of_maxima([-value for value in values])


def _sum_of_maxima(values: list[int]) -> int:
    total = 0
    for index, value in enumerate(values):
        start, end = index, index
        while start > 0 and values[start - 1] <= value:
            start -= 1
        while end < len(values) - 1 and values[end + 1] <= value:
            end += 1
        total += value * (((index - start + 1) * (end - index + 1) + 1) // 2)
    return total
