import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [0, min(10**15, size * 10**9 + rng.randrange(10**9)), 4, 137]
