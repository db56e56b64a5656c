import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [["".join(rng.choice("abc") for _ in range(size)) for _ in range(size)], 3]
