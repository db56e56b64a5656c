import heapq


def machine_shop(setup: int, orders: list[list[int]]) -> list[int]:
    arriving = sorted(range(len(orders)), key=lambda index: orders[index][0])
    left = [work for _, work, _, _ in orders]
    finished = [0] * len(orders)
    waiting: list[tuple[int, int]] = []
    now = arrived = 0
    tool: int | None = None  # that is in the machine
    current: int | None = None  # the order that the machine deals with
    setting_up = 0  # what is left of its setup
    while arrived < len(orders) or waiting or current is not None:
        if current is None and not waiting:
            now = max(now, orders[arriving[arrived]][0])
        while arrived < len(orders) and orders[arriving[arrived]][0] <= now:
            index = arriving[arrived]
            heapq.heappush(waiting, (-orders[index][2], index))
            arrived += 1
        if current is not None and waiting and -waiting[0][0] > orders[current][2]:
            heapq.heappush(waiting, (-orders[current][2], current))
            current = None
        if current is None:
            current = heapq.heappop(waiting)[1]
            setting_up = 0 if tool == orders[current][3] else setup
            tool = None

        end = now + setting_up + left[current]
        if arrived < len(orders):
            end = min(end, orders[arriving[arrived]][0])
        set_up = min(setting_up, end - now)
        setting_up -= set_up
        if setting_up == 0:
            tool = orders[current][3]
        left[current] -= end - now - set_up
        now = end
        if left[current] == 0:
            finished[current] = now
            current = None
    return finished
