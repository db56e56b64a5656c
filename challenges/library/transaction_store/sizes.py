import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    commands = []
    for index in range(size):
        key = "".join(rng.choice("abcdef") for _ in range(5))
        value = rng.choice(["x", "y", "z"])
        commands.append(["set", key, value])
        commands.append(["begin"] if index % 2 else ["count", value])
        if index % 5 == 4:
            commands.append(["rollback"])
    return [commands]
