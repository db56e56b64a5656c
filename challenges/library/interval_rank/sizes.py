import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    runs = []
    for _ in range(size):
        first = rng.randint(-(10**9), 10**9)
        runs.append([first, min(first + rng.randint(0, 10**6), 10**9), rng.randint(0, 3)])
    total = sum((last - first + 1) * copies for first, last, copies in runs)
    return [runs, total // 2]
