import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    first = size + rng.randint(0, 1)
    periods = [first, first + 1]  # without a common divisor: they meet as late as can be
    rng.shuffle(periods)
    return [*periods, rng.randint(0, 10 * size * size)]
