import heapq


def toll_coupons(towns: int, roads: list[list[int]], coupons: int, start: int, goal: int) -> int:
    settled = set()
    waiting = [(0, start, coupons, False)]
    while waiting:
        cost, town, left, just_used = heapq.heappop(waiting)
        if town == goal:
            return cost
        if (town, left) in settled:
            continue
        settled.add((town, left))
        for origin, target, toll in roads:
            if origin == town:
                heapq.heappush(waiting, (cost + toll, target, left, False))
                if left and not just_used:
                    heapq.heappush(waiting, (cost + toll // 2, target, left - 1, True))
    return -1
