import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-100000, 100000) for _ in range(size)]]
