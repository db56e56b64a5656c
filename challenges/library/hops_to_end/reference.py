def hops_to_end(arrows: list[int], start: int) -> int:
    place = start
    for hops in range(len(arrows)):
        if arrows[place] == -1:
            return hops
        place = arrows[place]
    return -1
