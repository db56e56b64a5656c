import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    camp = [rng.randint(0, 1) for _ in range(size)]
    claims = []
    for _ in range(2 * size):
        one, other = rng.randrange(size), rng.randrange(size)
        claims.append([one, other, camp[one] ^ camp[other] ^ (rng.random() < 0.1)])
    return [size, claims]
