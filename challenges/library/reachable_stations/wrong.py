def reachable_stations(count: int, links: list[list[int]], start: int, rides: int) -> int:
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for one, other in links:
        neighbours[one].append(other)
        neighbours[other].append(one)
    seen = {start}
    stack = [(start, rides)]
    while stack:
        station, left = stack.pop()
        for after in reversed(neighbours[station]) if left else []:
            if after not in seen:
                seen.add(after)
                stack.append((after, left - 1))
    return len(seen)
