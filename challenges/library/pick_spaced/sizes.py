import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[rng.randint(-5, 20) for _ in range(size)], rng.randint(0, 5)]
