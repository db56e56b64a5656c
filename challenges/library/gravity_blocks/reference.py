def gravity_blocks(grid: list[str], smallest: int) -> list[str]:
    cells = [list(row) for row in grid]
    turns = 0
    while True:
        cells = _fallen(cells, turns % 4)
        doomed = [cell for group in _groups(cells) if len(group) >= smallest for cell in group]
        if not doomed:
            return ["".join(row) for row in cells]
        for row, column in doomed:
            cells[row][column] = "."
        turns += 1


def _fallen(cells: list[list[str]], direction: int) -> list[list[str]]:
    """Let the blocks slide down (0), left (1), up (2) or right (3)."""
    is_vertical = direction % 2 == 0
    lines = [list(line) for line in zip(*cells, strict=True)] if is_vertical else cells
    settled = []
    for line in lines:
        blocks = [letter for letter in line if letter != "."]
        gap = ["."] * (len(line) - len(blocks))
        settled.append(gap + blocks if direction in (0, 3) else blocks + gap)
    return [list(line) for line in zip(*settled, strict=True)] if is_vertical else settled


def _groups(cells: list[list[str]]) -> list[list[tuple[int, int]]]:
    left = {
        (row, column): letter
        for row, line in enumerate(cells)
        for column, letter in enumerate(line)
        if letter != "."
    }
    groups = []
    while left:
        start, letter = left.popitem()
        group = [start]
        for row, column in group:  # grows while it is walked through
            for near in (
                (row - 1, column),
                (row + 1, column),
                (row, column - 1),
                (row, column + 1),
            ):
                if left.get(near) == letter:
                    del left[near]
                    group.append(near)
        groups.append(group)
    return groups
