import random


def arguments(size: int, seed: int) -> list:
    low = random.Random(seed).randint(9 * 10**9, 10**10 - size)
    return [low, low + size - 1]
