def closest_twins(labels: list[str]) -> int:
    last: dict[str, int] = {}
    best = -1
    for place, label in enumerate(labels):
        if label in last:
            distance = place - last[label]
            if best == -1 or distance < best:
                best = distance
        last[label] = place
    return best
