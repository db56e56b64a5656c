import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    entries = []
    for _ in range(size):
        begin, more = rng.randint(3, 99), rng.randint(-3, 3)
        entries.append(rng.choice([f"{begin}", f" {begin} - {begin + more}"]))
    return [",".join(entries)]
