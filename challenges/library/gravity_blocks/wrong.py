def gravity_blocks(grid: list[str], smallest: int) -> list[str]:
    cells = [list(row) for row in grid]
    turns = 0
    while True:
        cells = _fallen(cells, turns % 4)
        group = _first_group(cells, smallest)
        if not group:
            return ["".join(row) for row in cells]
        for row, column in group:
            cells[row][column] = "."
        turns += 1


def _fallen(cells: list[list[str]], direction: int) -> list[list[str]]:
    lines = [list(line) for line in zip(*cells, strict=True)] if direction % 2 == 0 else cells
    for line in lines:
        line.sort(key=lambda letter: (letter == ".") != (direction in (0, 3)))
    return [list(line) for line in zip(*lines, strict=True)] if direction % 2 == 0 else lines


def _first_group(cells: list[list[str]], smallest: int) -> list[tuple[int, int]]:
    seen = set()
    for row, line in enumerate(cells):
        for column, letter in enumerate(line):
            if letter == "." or (row, column) in seen:
                continue
            group = [(row, column)]
            for y, x in group:
                for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                    inside = 0 <= near[0] < len(cells) and 0 <= near[1] < len(line)
                    if inside and near not in group and cells[near[0]][near[1]] == letter:
                        group.append(near)
            seen.update(group)
            if len(group) >= smallest:
                return group
    return []
