import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    return ["a" * (size // 2) + "".join(rng.choice("ab") for _ in range(size - size // 2)), 2]
