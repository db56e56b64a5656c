import random
from itertools import pairwise


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    order = list(range(size))
    rng.shuffle(order)
    arrows = [-1] * size
    for place, after in pairwise(order):
        arrows[place] = after
    if rng.random() < 0.3:
        arrows[order[-1]] = order[size // 2]
    return [arrows, order[0]]
