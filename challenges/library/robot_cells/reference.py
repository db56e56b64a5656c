def robot_cells(commands: str) -> int:
    east, north = 0, 0
    ahead = (0, 1)
    seen = {(east, north)}
    for command in commands:
        if command == "L":
            ahead = (-ahead[1], ahead[0])
        elif command == "R":
            ahead = (ahead[1], -ahead[0])
        elif command == "F":
            east += ahead[0]
            north += ahead[1]
            seen.add((east, north))
    return len(seen)
