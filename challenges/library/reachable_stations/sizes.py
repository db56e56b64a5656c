import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    order = list(range(size))
    rng.shuffle(order)
    links = [[order[at], order[max(0, at - rng.randint(1, 3))]] for at in range(1, size)]
    links += [[rng.randrange(size), rng.randrange(size)] for _ in range(2)]
    return [size, links, order[0], rng.randint(0, size)]
