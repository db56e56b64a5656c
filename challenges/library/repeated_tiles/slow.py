def repeated_tiles(grid: list[str]) -> list[int]:
    height, width = len(grid), len(grid[0])
    for side in range(min(height, width), 0, -1):
        places: dict[tuple[str, ...], list[list[int]]] = {}
        for row in range(height - side + 1):
            for column in range(width - side + 1):
                tile = tuple(line[column : column + side] for line in grid[row : row + side])
                places.setdefault(tile, []).append([row, column])
        repeated = [found for found in places.values() if len(found) > 1]
        if repeated:
            first, second, *_ = min(repeated)
            return [side, *first, *second]
    return [0]
