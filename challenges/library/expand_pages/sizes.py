import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    entries = []
    for _ in range(size):
        begin = rng.randint(0, 999)
        entries.append(rng.choice([f"{begin}", f" {begin} - {begin + rng.randint(-3, 3) % 999}"]))
    return [",".join(entries)]
