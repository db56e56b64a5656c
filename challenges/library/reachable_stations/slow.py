def reachable_stations(count: int, links: list[list[int]], start: int, rides: int) -> int:
    reached = {start}
    for _ in range(min(rides, count)):
        found = set(reached)
        for one, other in links:
            if one in reached:
                found.add(other)
            if other in reached:
                found.add(one)
        reached = found
    return len(reached)
