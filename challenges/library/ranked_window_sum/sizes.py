import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    values = [rng.randint(-(10**9), 10**9) for _ in range(size)]
    starts = max(0, size - 1)
    return [values, 2, max(1, starts * (starts + 1) // 3)]
