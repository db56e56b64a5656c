def lift_log(start: int, most: int, calls: list[list[int]]) -> int:
    travelled = 0
    floor = start
    people = 0
    before = None
    for call in calls:
        if call == before and people < most:
            people += 1
            continue
        source, target = call
        travelled += abs(source - floor) + abs(target - source)
        floor = target
        people = 1
        before = call
    return travelled
