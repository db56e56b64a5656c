import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    grid = [[rng.choice("....RL?*#") for _ in range(size)] for _ in range(size)]
    grid[0][0] = "."
    return [["".join(line) for line in grid], 0, 0, 10**15 - seed]
