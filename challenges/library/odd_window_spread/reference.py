def odd_window_spread(values: list[int]) -> int:
    return _sum_of_maxima(values) + _sum_of_maxima([-value for value in values])


def _sum_of_maxima(values: list[int]) -> int:
    """The sum of the largest values of all odd windows."""
    total = 0
    waiting: list[int] = []  # indices whose values decrease: no larger one has followed yet
    for index, value in enumerate([*values, float("inf")]):
        while waiting and values[waiting[-1]] <= value:
            top = waiting.pop()
            before = waiting[-1] if waiting else -1
            total += values[top] * _odd_windows(top - before, index - top)
        waiting.append(index)
    return total


def _odd_windows(starts: int, ends: int) -> int:
    """How many pairs of a start and an end are at an even distance."""
    return (starts * ends + 1) // 2
