import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    text = "a" * (size // 2) + "".join(rng.choice("ab") for _ in range(size - size // 2))
    return [text, 1, max(1, size * size // 4)]
