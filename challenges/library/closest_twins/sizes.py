import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    labels = [f"label{number}" for number in range(size)]
    rng.shuffle(labels)
    return [labels + rng.sample(labels, size // 3)]
