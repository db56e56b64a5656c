def repeated_tiles(grid: list[str]) -> list[int]:
    height, width = len(grid), len(grid[0])
    for side in range(min(height, width), 0, -1):
        first: dict[str, list[int]] = {}
        best = None
        for row in range(height - side + 1):
            for column in range(width - side + 1):
                letters = "".join(line[column : column + side] for line in grid[row : row + side])
                key = "".join(sorted(letters))
                if key in first and (best is None or first[key] < best[:2]):
                    best = [*first[key], row, column]
                first.setdefault(key, [row, column])
        if best:
            return [side, *best]
    return [0]
