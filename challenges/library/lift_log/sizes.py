import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    calls: list[list[int]] = []
    while len(calls) < size:
        call = [rng.randint(-2, 9), rng.randint(-2, 9)]
        calls += [call] * rng.randint(1, 3)
    return [rng.randint(-2, 9), rng.randint(1, 3), calls[:size]]
