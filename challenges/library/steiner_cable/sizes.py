import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    fees = [rng.randint(0, 20) for _ in range(size)]
    lines = [
        [rng.randrange(size), rng.randrange(size), rng.randint(1, 50)] for _ in range(3 * size)
    ]
    return [fees, lines, [rng.randrange(size) for _ in range(min(6, size))]]
