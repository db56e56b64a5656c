def fragile_roads(towns: int, roads: list[list[int]]) -> list[list[int]]:
    fragile = []
    for index, (one, other) in enumerate(roads):
        rest = roads[:index] + roads[index + 1 :]
        here = _reached(one, towns, rest)
        if other not in here:
            fragile.append([index, len(here) * len(_reached(other, towns, rest))])
    return sorted(fragile, key=lambda item: (-item[1], item[0]))


def _reached(start: int, towns: int, roads: list[list[int]]) -> set[int]:
    near: list[list[int]] = [[] for _ in range(towns)]
    for one, other in roads:
        near[one].append(other)
        near[other].append(one)
    reached = {start}
    waiting = [start]
    while waiting:
        for town in near[waiting.pop()]:
            if town not in reached:
                reached.add(town)
                waiting.append(town)
    return reached
