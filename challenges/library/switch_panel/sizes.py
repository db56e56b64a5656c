import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    hidden = [rng.choice([-1, 1]) * switch for switch in range(1, size + 1)]
    rules = []
    for _ in range(size):
        other = rng.choice([-1, 1]) * rng.randint(1, size)
        rules.append([rng.choice(hidden), other])
    return [size, rules]
