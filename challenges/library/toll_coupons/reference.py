import heapq


def toll_coupons(towns: int, roads: list[list[int]], coupons: int, start: int, goal: int) -> int:
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(towns)]
    for origin, target, toll in roads:
        leaving[origin].append((target, toll))
    settled = set()
    waiting = [(0, start, coupons, False)]
    while waiting:
        cost, town, left, just_used = heapq.heappop(waiting)
        if town == goal:
            return cost
        if (town, left, just_used) in settled:
            continue
        settled.add((town, left, just_used))
        for target, toll in leaving[town]:
            heapq.heappush(waiting, (cost + toll, target, left, False))
            if left > 0 and not just_used:
                heapq.heappush(waiting, (cost + toll // 2, target, left - 1, True))
    return -1
