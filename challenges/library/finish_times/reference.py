from collections import deque


def finish_times(needs: list[int], turn: int) -> list[int]:
    finished = [0] * len(needs)
    queue = deque(enumerate(needs))
    now = 0
    while queue:
        job, left = queue.popleft()
        now += min(left, turn)
        if left > turn:
            queue.append((job, left - turn))
        else:
            finished[job] = now
    return finished
