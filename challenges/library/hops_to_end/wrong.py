def hops_to_end(arrows: list[int], start: int) -> int:
    place = start
    hops = 0
    while arrows[place] != -1:
        place = arrows[place]
        hops += 1
        if place == start:
            return -1
    return hops
