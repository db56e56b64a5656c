import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    roads = [[town, rng.randint(max(0, town - 5), town - 1)] for town in range(1, size)]
    more = [[rng.randrange(size), rng.randrange(size)] for _ in range(size // 4)]
    return [size, roads + more]
