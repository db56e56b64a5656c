import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    grid = [[rng.choice("ab") for _ in range(size)] for _ in range(size)]
    half = size // 2
    for row in range(half):
        grid[row + half][half : 2 * half] = grid[row][:half]
    return [["".join(row) for row in grid]]
