def choke_points(posts: int, passages: list[list[int]], gate: int) -> list[int]:
    leaving: list[list[int]] = [[] for _ in range(posts)]
    entering: list[list[int]] = [[] for _ in range(posts)]
    for origin, target in passages:
        leaving[origin].append(target)
        entering[target].append(origin)
    order = _left_last(leaving, gate)  # of reachable posts, the gate first
    number = {post: index for index, post in enumerate(order)}

    # nearest[i]: of the posts that every way to post i passes, the last one before it. All by their
    # numbers in the order. It is improved until nothing changes any more.
    nearest = [0] + [-1] * (len(order) - 1)
    changed = True
    while changed:
        changed = False
        for index in range(1, len(order)):
            common = -1
            for origin in entering[order[index]]:
                known = number.get(origin, -1)
                if known < 0 or nearest[known] < 0:
                    continue
                common = known if common < 0 else _common(common, known, nearest)
            if nearest[index] != common:
                nearest[index] = common
                changed = True

    cut_off = [1] * len(order)
    for index in range(len(order) - 1, 0, -1):
        cut_off[nearest[index]] += cut_off[index]
    return [cut_off[number[post]] if post in number else 0 for post in range(posts)]


def _common(one: int, other: int, nearest: list[int]) -> int:
    """The last post that the ways to both have to pass."""
    while one != other:
        if one > other:
            one = nearest[one]
        else:
            other = nearest[other]
    return one


def _left_last(leaving: list[list[int]], start: int) -> list[int]:
    """The posts in the opposite of the order in which a walk in depth leaves them for good."""
    seen = {start}
    left = []
    path = [(start, iter(leaving[start]))]
    while path:
        post, untried = path[-1]
        target = next((each for each in untried if each not in seen), None)
        if target is None:
            left.append(post)
            path.pop()
        else:
            seen.add(target)
            path.append((target, iter(leaving[target])))
    return left[::-1]
