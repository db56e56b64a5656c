STEPS = ((1, 0), (0, -1), (-1, 0), (0, 1))  # down, left, up, right


def gravity_blocks(grid: list[str], smallest: int) -> list[str]:
    cells = {
        (row, column): letter for row, line in enumerate(grid) for column, letter in enumerate(line)
    }
    for turns in range(len(cells) + 1):
        _fall(cells, *STEPS[turns % 4])
        doomed = [cell for cell in cells if cells[cell] != "." and _group(cells, cell) >= smallest]
        if not doomed:
            break
        for cell in doomed:
            cells[cell] = "."
    width = len(grid[0])
    letters = [cells[cell] for cell in sorted(cells)]
    return ["".join(letters[i : i + width]) for i in range(0, len(letters), width)]


def _fall(cells: dict[tuple[int, int], str], down: int, right: int) -> None:
    moved = True
    while moved:
        moved = False
        for row, column in cells:
            target = (row + down, column + right)
            if cells[row, column] != "." and cells.get(target) == ".":
                cells[target], cells[row, column] = cells[row, column], "."
                moved = True


def _group(cells: dict[tuple[int, int], str], start: tuple[int, int]) -> int:
    """The size of the group of one cell, found anew for each."""
    group = {start}
    waiting = [start]
    while waiting:
        row, column = waiting.pop()
        for down, right in STEPS:
            near = (row + down, column + right)
            if near not in group and cells.get(near) == cells[start]:
                group.add(near)
                waiting.append(near)
    return len(group)
