import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    choices = ["undo", "redo", "a", "b"]
    if size > 50:
        choices += ["c"] * 8
    return [[rng.choice(choices) for _ in range(size)]]
