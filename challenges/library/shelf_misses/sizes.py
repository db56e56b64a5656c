import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    books = size // 2 + 2
    return [rng.randint(books // 2, books), [f"b{rng.randrange(books)}" for _ in range(size)]]
