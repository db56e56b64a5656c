import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    costs = [[rng.randint(0, 10**6) for _ in range(size)] for _ in range(size)]
    return [costs, 10**6, 10**6]
