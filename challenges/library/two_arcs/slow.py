def two_arcs(values: list[int]) -> int | None:
    size = len(values)
    best = None
    for start in range(size):
        first = 0
        for length in range(1, size - 2):
            first += values[(start + length - 1) % size]
            # The second arc lies within what is left, less one value at both ends.
            second = most = None
            for index in range(start + length + 1, start + size - 1):
                value = values[index % size]
                second = value if second is None else max(second, 0) + value
                most = second if most is None else max(most, second)
            if most is not None and (best is None or first + most > best):
                best = first + most
    return best
