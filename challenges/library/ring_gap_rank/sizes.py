import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randrange(10**12) for _ in range(size)], 10**12, max(1, size * (size - 1) // 4)]
