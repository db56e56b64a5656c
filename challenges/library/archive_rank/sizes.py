import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    changes = [[0, version, rng.randrange(10**9)] for version in range(size)]
    questions = [[2, rng.randint(1, size), rng.randint(1, size)] for _ in range(size)]
    return [changes + questions]
