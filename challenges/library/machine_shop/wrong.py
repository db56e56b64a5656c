def machine_shop(setup: int, orders: list[list[int]]) -> list[int]:
    left = [work for _, work, _, _ in orders]
    setups = [setup] * len(orders)
    finished = [0] * len(orders)
    tool = current = None
    now = 0
    while any(left):
        open_now = [i for i, order in enumerate(orders) if order[0] <= now and left[i] > 0]
        until = min([order[0] for order in orders if order[0] > now], default=now + 10**7)
        if not open_now:
            now = until
            continue
        best = max(orders[i][2] for i in open_now)
        if current not in open_now or orders[current][2] < best:
            current = min(i for i in open_now if orders[i][2] == best)
        if tool != orders[current][3]:
            step = min(setups[current], until - now)
            setups[current] -= step
            if setups[current] == 0:
                tool, setups[current] = orders[current][3], setup
        else:
            step = min(left[current], until - now)
            left[current] -= step
            if left[current] == 0:
                finished[current] = now + step
        now += step
    return finished
