from itertools import combinations


def ring_gap_rank(points: list[int], circumference: int, rank: int) -> int:
    gaps = sorted(
        min(abs(one - other), circumference - abs(one - other))
        for one, other in combinations(points, 2)
    )
    return gaps[rank - 1] if rank <= len(gaps) else -1
