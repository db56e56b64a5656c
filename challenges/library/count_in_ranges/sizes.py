import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    values = [rng.randint(0, 2 * size) for _ in range(size)]
    ranges = []
    for _ in range(size):
        low = rng.randint(-1, 2 * size)
        ranges.append([low, low + rng.randint(-2, size)])
    return [values, ranges]
