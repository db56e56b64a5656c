import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    bookings = []
    for _ in range(size):
        begin = rng.randint(-5, 10 * size + 5)
        bookings.append([begin, begin + rng.randint(0, 3)])
    return [bookings, 0, 10 * size]
