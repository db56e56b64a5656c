def machine_shop(setup: int, orders: list[list[int]]) -> list[int]:
    left = [work for _, work, _, _ in orders]
    finished = [0] * len(orders)
    tool = current = None
    progress = 0  # of a setup
    now = 0
    while any(left):
        open_now = [i for i, order in enumerate(orders) if order[0] <= now and left[i] > 0]
        if not open_now:
            now = min(order[0] for i, order in enumerate(orders) if left[i] > 0)
            continue
        best = max(orders[i][2] for i in open_now)
        if current not in open_now or orders[current][2] < best:
            current = min(i for i in open_now if orders[i][2] == best)
            progress = 0
            if tool != orders[current][3]:
                tool = None
        # What one unit of time changes; nothing is decided before the next arrival or end.
        until = min([order[0] for order in orders if order[0] > now], default=now + 10**7)
        if tool is None:
            step = min(setup - progress, until - now)
            progress += step
            if progress == setup:
                tool = orders[current][3]
        else:
            step = min(left[current], until - now)
            left[current] -= step
            if left[current] == 0:
                finished[current] = now + step
        now += step
    return finished
