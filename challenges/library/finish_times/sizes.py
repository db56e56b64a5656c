import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(1, 40) for _ in range(size)], rng.randint(1, 9)]
