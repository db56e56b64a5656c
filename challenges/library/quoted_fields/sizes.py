import random


def arguments(size: int, seed: int) -> list:
    rng = random.Random(seed)
    fields = []
    for _ in range(size):
        text = "".join(rng.choices("ab ;'", k=rng.randint(0, 9)))
        plain = text.replace(";", "").lstrip("'")
        quoted = text.replace("'", "''")
        fields.append(rng.choice([plain, f"'{quoted}'"]))
    return [";".join(fields)]
