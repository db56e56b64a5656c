import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    half = [rng.randint(-3, 3) for _ in range(size // 2)]
    return [[*half, 1, *half[::-1]] if size % 2 else [*half, *half[::-1]]]
