import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-size, size) for _ in range(size)]]
