import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(2, 10**9) for _ in range(size)], 720720]
