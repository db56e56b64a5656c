def robot_cells(commands: str) -> int:
    moves = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    turn = 0
    seen = [(0, 0)]
    place = (0, 0)
    for command in commands:
        turn = (turn + {"L": 3, "R": 1}.get(command, 0)) % 4
        if command == "F":
            place = (place[0] + moves[turn][0], place[1] + moves[turn][1])
            if place not in seen:
                seen.append(place)
    return len(seen)
