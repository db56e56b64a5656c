import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    parts = ["1"]
    while len(parts) < size:
        parts += [rng.choice("+-*%"), rng.choice(["7", "-12", "(3-1)", "gcd(6,4)", "max(2,5,3)"])]
        if len(parts) % 10 == 9:
            parts += ["%", "1000"]
    return ["".join(parts)]
