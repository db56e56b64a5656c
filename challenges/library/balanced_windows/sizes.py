import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(0, 20) for _ in range(size)], 12, 18]
