def choke_points(posts: int, passages: list[list[int]], gate: int) -> list[int]:
    leaving: list[list[int]] = [[] for _ in range(posts)]
    for origin, target in passages:
        leaving[origin].append(target)
    reachable = _reached(leaving, gate, -1)
    answer = []
    for post in range(posts):
        without = _reached(leaving, gate, post) if post != gate else set()
        answer.append(len(reachable) - len(without))
    return answer


def _reached(leaving: list[list[int]], start: int, closed: int) -> set[int]:
    reached = {start}
    waiting = [start]
    while waiting:
        for target in leaving[waiting.pop()]:
            if target != closed and target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
