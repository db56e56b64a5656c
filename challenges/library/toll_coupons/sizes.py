import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    roads = [[town, town + 1, rng.randint(1, 10**6)] for town in range(size - 1)]
    more = [
        [rng.randrange(size), rng.randrange(size), rng.randint(10**4, 10**7)]
        for _ in range(3 * size)
    ]
    return [size, roads + more, 5, 0, size - 1]
