import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    pattern = "".join(rng.choice("abc") for _ in range(20))
    depth = 0
    while len(pattern) < size:
        depth += 1
        before = "".join(rng.choice("abc") for _ in range(size // 60))
        pattern = f"{before}{2 if depth <= 25 else 1}({pattern})a"
    return [pattern, 3 * 2**20]
