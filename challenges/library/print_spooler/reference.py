import heapq


def print_spooler(printers: int, pause: int, jobs: list[list[int]]) -> list[int]:
    arriving = sorted(range(len(jobs)), key=lambda index: jobs[index][0])
    free = [0] * printers  # when each printer is free again
    waiting: list[tuple[int, int, int]] = []
    finished = [0] * len(jobs)
    arrived = now = 0
    for _ in jobs:
        now = max(now, heapq.heappop(free))
        if not waiting and arrived < len(jobs):
            now = max(now, jobs[arriving[arrived]][0])
        while arrived < len(jobs) and jobs[arriving[arrived]][0] <= now:
            index = arriving[arrived]
            arrival, _, priority = jobs[index]
            heapq.heappush(waiting, (-priority, arrival, index))
            arrived += 1
        index = heapq.heappop(waiting)[2]
        finished[index] = now + jobs[index][1]
        heapq.heappush(free, finished[index] + pause)
    return finished
