def closest_twins(labels: list[str]) -> int:
    last: dict[str, int] = {}
    best = -1
    for place, label in enumerate(labels):
        if label in last:
            distance = place - last[label]
            best = distance if best == -1 else min(best, distance)
        last[label] = place
    return best
