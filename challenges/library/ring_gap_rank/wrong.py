from itertools import combinations


def ring_gap_rank(points: list[int], circumference: int, rank: int) -> int:
    gaps = sorted((other - one) % circumference for one, other in combinations(sorted(points), 2))
    return gaps[rank - 1] if rank <= len(gaps) else -1
