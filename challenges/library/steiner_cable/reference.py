NEVER = float("inf")


def steiner_cable(fees: list[int], lines: list[list[int]], houses: list[int]) -> int:
    if not houses:
        return 0
    count = len(fees)
    way = _cheapest_ways(fees, lines)
    # cost[s][j]: the cheapest network that holds the houses in set s (as bits) and junction j.
    cost = [[NEVER] * count for _ in range(1 << len(houses))]
    for index, house in enumerate(houses):
        cost[1 << index] = [fees[house] + way[house][junction] for junction in range(count)]
    for group in range(1, 1 << len(houses)):
        joined = cost[group][:]
        part = (group - 1) & group
        while part > 0:
            for junction in range(count):
                both = cost[part][junction] + cost[group ^ part][junction] - fees[junction]
                joined[junction] = min(joined[junction], both)
            part = (part - 1) & group
        cost[group] = [
            min(joined[origin] + way[origin][junction] for origin in range(count))
            for junction in range(count)
        ]
    best = min(cost[-1])
    return -1 if best == NEVER else int(best)


def _cheapest_ways(fees: list[int], lines: list[list[int]]) -> list[list[float]]:
    """The cost of the cheapest way, its junctions included but for the first."""
    count = len(fees)
    way = [[NEVER] * count for _ in range(count)]
    for one, other, cost in lines:
        way[one][other] = min(way[one][other], cost + fees[other])
        way[other][one] = min(way[other][one], cost + fees[one])
    for junction in range(count):
        way[junction][junction] = 0
    for middle in range(count):
        for one in range(count):
            for other in range(count):
                over = way[one][middle] + way[middle][other]
                way[one][other] = min(way[one][other], over)
    return way
