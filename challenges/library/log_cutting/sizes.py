import random


def arguments(size: int, seed: int) -> list:
    return [10**9, random.Random(seed).sample(range(1, 10**9), size)]
