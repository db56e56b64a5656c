def toll_coupons(towns: int, roads: list[list[int]], coupons: int, start: int, goal: int) -> int:
    # Costs of every state, improved along all roads until nothing changes any more.
    costs = {(start, coupons, False): 0}
    changed = True
    while changed:
        changed = False
        for (town, left, used), cost in list(costs.items()):
            for origin, target, toll in roads:
                if origin != town:
                    continue
                steps = [((target, left, False), cost + toll)]
                if left and not used:
                    steps.append(((target, left - 1, True), cost + toll // 2))
                for state, total in steps:
                    if state not in costs or total < costs[state]:
                        costs[state] = total
                        changed = True
    return min((cost for (town, _, _), cost in costs.items() if town == goal), default=-1)
