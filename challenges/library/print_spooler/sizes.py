import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    jobs = [
        [rng.randint(0, 20 * size), rng.randint(1, 100), rng.randint(-9, 9)] for _ in range(size)
    ]
    return [2, 1, jobs]
