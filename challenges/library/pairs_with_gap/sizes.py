import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    values = [rng.randint(-size, size) for _ in range(size)]
    return [values, rng.choice([0, 1, 2, size // 2])]
