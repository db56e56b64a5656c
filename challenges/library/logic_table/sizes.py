import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    parts = [rng.choice("abcdefgh")]
    while len(parts) < size:
        parts += [rng.choice("&^|>"), rng.choice(["!", ""]) + rng.choice("abcdefgh")]
    return ["".join(parts)]
