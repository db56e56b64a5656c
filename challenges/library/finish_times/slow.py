def finish_times(needs: list[int], turn: int) -> list[int]:
    times = []
    for job, need in enumerate(needs):
        last = (need - 1) // turn  # how many whole turns it has had before its last one
        now = need
        for other, work in enumerate(needs):
            if other != job:
                now += min(work, (last + (other < job)) * turn)
        times.append(now)
    return times
