import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-(10**6), 10**6) for _ in range(size)], 2, max(2, size // 4), 500_000]
