NEVER = float("-inf")


def two_arcs(values: list[int]) -> int | None:
    if not values:
        return None
    first, *rest = values
    # Walking once around, one passes five stretches: gap, arc, gap, arc, gap if the first value is
    # in a gap, and arc, gap, arc, gap, arc, of which the outer two are one arc, if it is in an arc.
    outside = _best(rest, [0, NEVER, NEVER, NEVER, NEVER], first_is_arc=False)
    inside = _best(rest, [first, NEVER, NEVER, NEVER, NEVER], first_is_arc=True)
    best = max(outside, inside)
    return None if best == NEVER else int(best)


def _best(values: list[int], totals: list[float], *, first_is_arc: bool) -> float:
    """The largest sum of a walk that begins in stretch 0; totals are those before it."""
    for value in values:
        before = [NEVER, *totals]
        for stretch in range(5):
            is_arc = (stretch % 2 == 0) == first_is_arc
            totals[stretch] = max(totals[stretch], before[stretch]) + is_arc * value
    return max(totals[3], totals[4])
