import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    half = size // 2
    return [[rng.randint(0, 1) for _ in range(size - half)] + [7] * half]
