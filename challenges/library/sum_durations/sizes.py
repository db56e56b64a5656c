import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    parts = [f"{rng.randint(0, 99)}{rng.choice('dhm')}" for _ in range(size)]
    return ["".join(parts)]
