def print_spooler(printers: int, pause: int, jobs: list[list[int]]) -> list[int]:
    finished = [0] * len(jobs)
    free = [0] * printers
    left = set(range(len(jobs)))
    while left:
        now = min(free)
        ready = [index for index in left if jobs[index][0] <= now] or left
        chosen = min(ready, key=lambda index: (-jobs[index][2], jobs[index][0], index))
        left.remove(chosen)
        finished[chosen] = max(now, jobs[chosen][0]) + jobs[chosen][1]
        free[free.index(now)] = finished[chosen] + pause
    return finished
