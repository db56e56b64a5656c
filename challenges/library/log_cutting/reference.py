def log_cutting(length: int, marks: list[int]) -> list[int]:
    places = [0, *sorted(marks), length]
    count = len(places)
    cost = [[0] * count for _ in places]  # of the piece between two places
    first = [[0] * count for _ in places]  # where that piece is sawn first
    for width in range(2, count):
        for left in range(count - width):
            right = left + width
            cost[left][right], first[left][right] = min(
                (
                    max(places[middle] - places[left], places[right] - places[middle])
                    + cost[left][middle]
                    + cost[middle][right],
                    middle,
                )
                for middle in range(left + 1, right)
            )

    answer = [cost[0][-1]]
    waiting = [(0, count - 1)]
    while waiting:
        left, right = waiting.pop()
        if right - left > 1:
            middle = first[left][right]
            answer.append(places[middle])
            waiting += [(middle, right), (left, middle)]
    return answer
