def fragile_roads(towns: int, roads: list[list[int]]) -> list[list[int]]:
    near = {town: set() for town in range(towns)}
    for one, other in roads:
        near[one].add(other)
        near[other].add(one)
    fragile = []
    for index, (one, other) in enumerate(roads):
        reached = {one}
        waiting = [one]
        while waiting:
            town = waiting.pop()
            for target in near[town]:
                if {town, target} != {one, other} and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        if other not in reached:
            behind = {other}
            waiting = [other]
            while waiting:
                for target in near[waiting.pop()]:
                    if target not in behind and target not in reached:
                        behind.add(target)
                        waiting.append(target)
            fragile.append([index, len(reached) * len(behind)])
    return sorted(fragile, key=lambda item: (-item[1], item[0]))
