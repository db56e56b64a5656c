def robot_cells(commands: str) -> int:
    return 1 + commands.count("F")
