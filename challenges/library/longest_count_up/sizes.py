import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(0, size // 4 + 2) for _ in range(size)]]
