def two_arcs(values: list[int]) -> int | None:
    never = float("-inf")
    if len(values) < 4:
        return None
    totals = [0, never, never, never, never]
    for value in values:
        before = [never, *totals]
        for stretch in range(5):
            totals[stretch] = max(totals[stretch], before[stretch]) + value * (stretch % 2)
    return int(max(totals[3], totals[4]))
