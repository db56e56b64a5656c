import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return [["".join(rng.choice("ab") for _ in range(60)) for _ in range(size)]]
