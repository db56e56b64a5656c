def fragile_roads(towns: int, roads: list[list[int]]) -> list[list[int]]:
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(towns)]
    for index, (one, other) in enumerate(roads):
        leaving[one].append((other, index))
        leaving[other].append((one, index))
    order: list[int] = []
    number: dict[int, int] = {}  # in that order
    parent = [-1] * towns
    arrival = [-1] * towns  # the road that led there
    root = list(range(towns))
    untried = [iter(items) for items in leaving]
    for start in range(towns):
        if start not in number:
            number[start] = len(order)
            order.append(start)
        town = start
        while town >= 0:
            target, road = next(untried[town], (-1, -1))
            if target < 0:
                town = parent[town]
            elif target not in number:
                number[target] = len(order)
                order.append(target)
                parent[target], arrival[target], root[target] = town, road, start
                town = target

    lowest = dict(number)  # the lowest number that is reached from below over one other road
    size = [1] * towns  # towns at and below each
    for town in reversed(order):
        for target, road in leaving[town]:
            if road != arrival[town]:
                lowest[town] = min(lowest[town], number[target])
        if (above := parent[town]) >= 0:
            lowest[above] = min(lowest[above], lowest[town])
            size[above] += size[town]
    fragile = [
        [arrival[town], size[town] * (size[root[town]] - size[town])]
        for town in order
        if parent[town] >= 0 and lowest[town] > number[parent[town]]
    ]
    return sorted(fragile, key=lambda item: (-item[1], item[0]))
