def print_spooler(printers: int, pause: int, jobs: list[list[int]]) -> list[int]:
    finished = [0] * len(jobs)
    free = [0] * printers
    left = set(range(len(jobs)))
    while left:
        # The next start: the earliest time with a free printer and a job that has arrived.
        now = max(min(free), min(jobs[index][0] for index in left))
        ready = [index for index in left if jobs[index][0] <= now]
        chosen = min(ready, key=lambda index: (-jobs[index][2], jobs[index][0], index))
        left.remove(chosen)
        finished[chosen] = now + jobs[chosen][1]
        free[free.index(min(free))] = finished[chosen] + pause
    return finished
