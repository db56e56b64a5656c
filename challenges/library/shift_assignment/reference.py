def shift_assignment(costs: list[list[int]], fee: int, penalty: int) -> int:
    workers, shifts = len(costs), len(costs[0])
    size = max(workers, shifts)
    # A square: workers and shifts that are missing stand for staying at home and for nobody. To
    # give a shift to a worker who cannot take it, or not cheaply, stands for both.
    separate = fee + penalty
    square = [
        [
            (separate if cost < 0 else min(cost, separate))
            for cost in (costs[row] if row < workers else [penalty] * shifts)
        ]
        + [fee] * (size - shifts)
        for row in range(size)
    ]
    return _least_sum(square)


def _least_sum(square: list[list[int]]) -> int:
    """The least sum of one number from each row and column, by the Hungarian method."""
    size = len(square)
    row_price = [0] * size
    column_price = [0] * (size + 1)
    row_of = [-1] * (size + 1)  # by column; the last column stands for the row to be placed
    for row in range(size):
        row_of[size] = row
        column = size
        slack = [float("inf")] * size
        before = [size] * size
        done: list[int] = []
        while row_of[column] >= 0:
            done.append(column)
            placed = row_of[column]
            for other in range(size):
                if other not in done:
                    left = square[placed][other] - row_price[placed] - column_price[other]
                    if left < slack[other]:
                        slack[other], before[other] = left, column
            free = [other for other in range(size) if other not in done]
            column = min(free, key=slack.__getitem__)
            step = int(slack[column])
            for other in done:
                row_price[row_of[other]] += step
                column_price[other] -= step
            for other in free:
                slack[other] -= step
        while column != size:
            row_of[column] = row_of[before[column]]
            column = before[column]
    return sum(square[row_of[column]][column] for column in range(size))
