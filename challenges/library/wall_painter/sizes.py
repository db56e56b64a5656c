import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    commands = []
    for _ in range(size):
        start = rng.randrange(10**12)
        commands.append([0, start, min(10**12, start + rng.randrange(10**8)), rng.randrange(10)])
        commands.append([1, rng.randrange(10)] if rng.random() < 0.5 else [2, start])
    return [10**12, commands]
