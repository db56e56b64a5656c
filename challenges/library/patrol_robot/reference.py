MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
State = tuple[int, int, int, bool]  # row, column, direction, confused


def patrol_robot(grid: list[str], row: int, column: int, steps: int) -> list[int]:
    state: State = (row, column, 0, False)
    place: dict[State, int] = {}
    states: list[State] = []
    rung = [0]  # how often after so many steps
    while state not in place and len(states) < steps:
        place[state] = len(states)
        states.append(state)
        state, rings = _after(grid, state)
        rung.append(rung[-1] + rings)
    if len(states) == steps:
        return [*state[:3], rung[-1]]
    start = place[state]  # from there on the states come round and round
    rounds, rest = divmod(steps - start, len(states) - start)
    rings = rung[start + rest] + rounds * (rung[-1] - rung[start])
    return [*states[start + rest][:3], rings]


def _after(grid: list[str], state: State) -> tuple[State, bool]:
    """The state after a step, and whether a bell rings."""
    row, column, direction, confused = state
    down, right = MOVES[direction]
    next_row, next_column = (row + down) % len(grid), (column + right) % len(grid[0])
    cell = grid[next_row][next_column]
    if cell == "#":
        return (row, column, (direction + 1) % 4, confused), False
    if cell in "RL":
        direction += 1 if (cell == "R") != confused else 3
    return (next_row, next_column, direction % 4, confused != (cell == "?")), cell == "*"
