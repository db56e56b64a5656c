import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    first, second = rng.randint(1, size), size + rng.randint(0, 1)
    return [first, second, rng.randint(0, 10 * size)]
