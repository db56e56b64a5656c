def pairs_with_gap(values: list[int], gap: int) -> int:
    found = set()
    for place, low in enumerate(values):
        for other, high in enumerate(values):
            if place != other and high - low == gap:
                found.add((low, high))
    return len(found)
