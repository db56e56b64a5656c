def closest_twins(labels: list[str]) -> int:
    first: dict[str, int] = {}
    best = -1
    for place, label in enumerate(labels):
        if label in first:
            distance = place - first[label]
            if best == -1 or distance < best:
                best = distance
        else:
            first[label] = place
    return best
