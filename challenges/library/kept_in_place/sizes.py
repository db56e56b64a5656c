import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-(10**9), 10**9) for _ in range(size)], 10**7]
