import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    passages = [[rng.randint(max(0, post - 3), post - 1), post] for post in range(1, size)]
    for _ in range(size):
        origin = rng.randrange(size)
        passages.append([origin, min(size - 1, max(0, origin + rng.randint(-9, 5)))])
    return [size, passages, 0]
