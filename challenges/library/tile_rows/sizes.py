import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [size, [rng.randint(1, 9) for _ in range(4)]]
