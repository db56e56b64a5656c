import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    moves = [[rng.randint(1, 2), rng.randint(0, 99)] for _ in range(size - size // 3)]
    moves += [[rng.randint(3, 4), rng.randint(0, 2)] for _ in range(size // 3)]
    if size < 100:
        rng.shuffle(moves)
    return [moves]
