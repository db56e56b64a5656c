import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [[place + rng.randint(0, 2) for place in range(size)]]
