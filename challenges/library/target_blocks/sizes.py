import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-1000, 1000) for _ in range(size)], 3000, 10**5]
