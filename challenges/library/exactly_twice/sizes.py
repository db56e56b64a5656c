import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    windows = [sorted((rng.randrange(size), rng.randrange(size))) for _ in range(size)]
    return [[rng.randint(0, size // 3) for _ in range(size)], windows]
