from collections import deque


def reachable_stations(count: int, links: list[list[int]], start: int, rides: int) -> int:
    neighbours: list[list[int]] = [[] for _ in range(count)]
    for one, other in links:
        neighbours[one].append(other)
        neighbours[other].append(one)
    distance = {start: 0}
    waiting = deque([start])
    while waiting:
        station = waiting.popleft()
        if distance[station] == rides:
            break
        for after in neighbours[station]:
            if after not in distance:
                distance[after] = distance[station] + 1
                waiting.append(after)
    return len(distance)
