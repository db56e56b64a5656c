import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    text = "".join(rng.choices("abcdefgh", k=size))
    return [text, rng.randint(size // 3 + 1, size // 2 + 2)]
