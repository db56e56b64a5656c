import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    half = size // 2
    return ["".join(rng.choices("ab", k=size - half)) + "c" * half, rng.randint(0, 3)]
