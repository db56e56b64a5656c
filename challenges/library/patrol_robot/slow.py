from itertools import product


def patrol_robot(grid: list[str], row: int, column: int, steps: int) -> list[int]:
    # For every state: where 1, 2, 4, 8 … steps lead, and how often bells ring on the way.
    cells = product(range(len(grid)), range(len(grid[0])))
    jump = {
        (y, x, direction, confused): _step(grid, y, x, direction, confused)
        for (y, x), direction, confused in product(cells, range(4), (False, True))
    }
    state, rings = (row, column, 0, False), 0
    while steps:
        if steps % 2:
            state, more = jump[state]
            rings += more
        jump = {one: (jump[two][0], first + jump[two][1]) for one, (two, first) in jump.items()}
        steps //= 2
    return [*state[:3], rings]


def _step(
    grid: list[str], y: int, x: int, direction: int, confused: bool
) -> tuple[tuple[int, int, int, bool], int]:
    front = {
        0: ((y - 1) % len(grid), x),
        1: (y, (x + 1) % len(grid[0])),
        2: ((y + 1) % len(grid), x),
        3: (y, (x - 1) % len(grid[0])),
    }[direction]
    match grid[front[0]][front[1]]:
        case "#":
            return (y, x, (direction + 1) % 4, confused), 0
        case "R":
            return (*front, (direction + (-1 if confused else 1)) % 4, confused), 0
        case "L":
            return (*front, (direction + (1 if confused else -1)) % 4, confused), 0
        case "?":
            return (*front, direction, not confused), 0
        case cell:
            return (*front, direction, confused), int(cell == "*")
