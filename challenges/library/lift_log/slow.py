def lift_log(start: int, most: int, calls: list[list[int]]) -> int:
    if not calls:
        return 0
    source, target = calls[0]
    together = 1
    while together < min(most, len(calls)) and calls[together] == calls[0]:
        together += 1
    ride = abs(source - start) + abs(target - source)
    rest = calls[together:]
    while rest:  # each round looks at a copy of all that are left
        floor = target
        source, target = rest[0]
        same = [call == rest[0] for call in rest]
        together = min(most, (*same, False).index(False))
        ride += abs(source - floor) + abs(target - source)
        rest = rest[together:]
    return ride
