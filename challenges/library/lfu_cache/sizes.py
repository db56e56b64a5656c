import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    capacity = min(1000, size // 4 + 1)
    commands = []
    for _ in range(size):
        key = rng.randrange(2 * capacity)
        commands.append([1, key, rng.randrange(100)] if rng.random() < 0.7 else [0, key])
    return [capacity, 10, commands]
