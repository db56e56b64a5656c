Ids = list[list[int]]
"""By the place of a tile's upper left corner a number that equal tiles, and only those, share."""


def repeated_tiles(grid: list[str]) -> list[int]:
    limit = min(len(grid), len(grid[0]))
    doubled = [_numbered([[(letter,) for letter in row] for row in grid])]  # for sides 1, 2, 4 …
    while 2 << (len(doubled) - 1) <= limit:
        half = 1 << (len(doubled) - 1)
        doubled.append(_of_side(2 * half, half, doubled[-1]))

    def occurrences(side: int) -> list[list[tuple[int, int]]]:
        """The places of each tile that occurs more than once."""
        level = side.bit_length() - 1
        places: dict[int, list[tuple[int, int]]] = {}
        for row, ids in enumerate(_of_side(side, 1 << level, doubled[level])):
            for column, number in enumerate(ids):
                places.setdefault(number, []).append((row, column))
        return [found for found in places.values() if len(found) > 1]

    # If a tile comes twice, so do the smaller ones in its corner.
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if occurrences(middle):
            low = middle
        else:
            high = middle - 1
    if low == 0:
        return [0]
    first, second, *_ = min(occurrences(low))
    return [low, *first, *second]


def _of_side(side: int, part: int, ids: Ids) -> Ids:
    """The numbers of tiles, which are covered by four smaller ones in their corners."""
    gap = side - part
    return _numbered(
        [
            [
                (ids[row][at], ids[row][at + gap], ids[row + gap][at], ids[row + gap][at + gap])
                for at in range(len(ids[0]) - gap)
            ]
            for row in range(len(ids) - gap)
        ]
    )


def _numbered(keys: list[list[tuple]]) -> Ids:
    known: dict[tuple, int] = {}
    return [[known.setdefault(key, len(known)) for key in row] for row in keys]
