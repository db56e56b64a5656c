def ring_gap_rank(points: list[int], circumference: int, rank: int) -> int:
    count = len(points)
    if rank > count * (count - 1) // 2:
        return -1
    places = sorted(points)
    places += [place + circumference for place in places]

    def gaps_up_to(limit: int) -> int:
        """How many gaps are at most the limit, which is less than half the ring."""
        total = 0
        last = 0
        for first in range(count):
            while places[last] <= places[first] + limit:
                last += 1
            total += last - first - 1
        return total

    low, high = 0, circumference // 2
    while low < high:
        middle = (low + high) // 2
        if gaps_up_to(middle) >= rank:
            high = middle
        else:
            low = middle + 1
    return low
