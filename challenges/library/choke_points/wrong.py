from collections import deque


def choke_points(posts: int, passages: list[list[int]], gate: int) -> list[int]:
    leaving: list[list[int]] = [[] for _ in range(posts)]
    for origin, target in passages:
        leaving[origin].append(target)
    ways = {gate: [{gate}]}  # all shortest ways to each post
    waiting = deque([gate])
    while waiting:
        post = waiting.popleft()
        for target in set(leaving[post]):
            longer = [way | {target} for way in ways[post]]
            if target not in ways:
                ways[target] = longer
                waiting.append(target)
            elif len(ways[target][0]) == len(ways[post][0]) + 1:
                ways[target] += longer
    answer = [0] * posts
    for choices in ways.values():
        for post in set.intersection(*choices):
            answer[post] += 1
    return answer
