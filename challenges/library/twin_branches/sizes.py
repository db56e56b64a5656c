import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    parents = [-1] + [rng.randint(max(0, node - 40), node - 1) for node in range(1, size)]
    return [parents, "".join(rng.choice("ab") for _ in range(size))]
