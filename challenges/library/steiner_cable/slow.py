def steiner_cable(fees: list[int], lines: list[list[int]], houses: list[int]) -> int:
    # Every set of junctions that might be used, and its cheapest tree.
    needed = sum(1 << house for house in set(houses))
    ordered = sorted(lines, key=lambda line: line[2])
    best = None
    for used in range(1 << len(fees)):
        if used & needed != needed:
            continue
        tree = _tree(used, ordered, len(fees))
        if tree is not None:
            total = tree + sum(fee for at, fee in enumerate(fees) if used >> at & 1)
            best = total if best is None else min(best, total)
    return -1 if best is None else best


def _tree(used: int, ordered: list[list[int]], count: int) -> int | None:
    group = list(range(count))
    missing = max(0, used.bit_count() - 1)
    total = 0
    for one, other, cost in ordered:
        if used >> one & 1 and used >> other & 1 and group[one] != group[other]:
            old, new = group[one], group[other]
            group = [new if each == old else each for each in group]
            total += cost
            missing -= 1
    return total if missing == 0 else None
