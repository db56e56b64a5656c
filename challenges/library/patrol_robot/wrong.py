MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))


def patrol_robot(grid: list[str], row: int, column: int, steps: int) -> list[int]:
    y, x, direction, confused, rings = row, column, 0, False, 0
    seen = set()
    done = 0
    while done < steps:
        if (y, x, direction, confused) in seen:
            rings *= steps // done
            steps %= done
            done = 0
            y, x, direction, confused = row, column, 0, False
            seen = {None}
            if done >= steps:
                break
        if None not in seen:
            seen.add((y, x, direction, confused))
        next_y = (y + MOVES[direction][0]) % len(grid)
        next_x = (x + MOVES[direction][1]) % len(grid[0])
        cell = grid[next_y][next_x]
        if cell == "#":
            direction = (direction + 1) % 4
        else:
            y, x = next_y, next_x
            if cell in "RL":
                direction = (direction + (1 if (cell == "R") != confused else 3)) % 4
            confused ^= cell == "?"
            rings += cell == "*"
        done += 1
    return [y, x, direction, rings]
