import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [["".join(rng.choices("abcd", k=rng.randint(1, 8))) for _ in range(size)]]
