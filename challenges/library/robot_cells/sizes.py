import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return ["".join(rng.choices("FFFLR", k=size))]
