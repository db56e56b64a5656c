def robot_cells(commands: str) -> int:
    here, ahead = 0j, 1j  # east is the real part, north the imaginary one
    seen = {here}
    for command in commands:
        if command == "L":
            ahead *= 1j
        elif command == "R":
            ahead *= -1j
        elif command == "F":
            here += ahead
            seen.add(here)
    return len(seen)
