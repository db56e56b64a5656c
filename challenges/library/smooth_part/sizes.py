import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [rng.randint(1, 50) * rng.randint(size // 2 + 1, size), size + rng.randint(-1, 1)]
