def lift_log(start: int, most: int, calls: list[list[int]]) -> int:
    travelled = 0
    floor = start
    before = None
    for call in calls:
        if call == before and most > 1:
            continue
        source, target = call
        travelled += abs(source - floor) + abs(target - source)
        floor = target
        before = call
    return travelled
