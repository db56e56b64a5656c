import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [
        5,
        [
            [rng.randint(0, 60 * size), rng.randint(1, 100), rng.randint(0, 9), rng.randint(0, 3)]
            for _ in range(size)
        ],
    ]
