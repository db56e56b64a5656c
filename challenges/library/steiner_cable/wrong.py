import heapq


def steiner_cable(fees: list[int], lines: list[list[int]], houses: list[int]) -> int:
    if not houses:
        return 0
    near: list[list[tuple[int, int]]] = [[] for _ in fees]
    for one, other, cost in lines:
        near[one].append((other, cost))
        near[other].append((one, cost))
    connected = {houses[0]}
    total = fees[houses[0]]
    for house in houses[1:]:
        waiting = [(0, junction, ()) for junction in sorted(connected)]
        seen = set()
        while waiting:
            cost, junction, way = heapq.heappop(waiting)
            if junction == house:
                total += cost
                connected |= {house, *way}
                break
            if junction not in seen:
                seen.add(junction)
                for target, line in near[junction]:
                    entry = (cost + line + fees[target], target, (*way, target))
                    heapq.heappush(waiting, entry)
        else:
            return -1
    return total
