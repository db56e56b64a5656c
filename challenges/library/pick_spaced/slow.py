def pick_spaced(values: list[int], space: int) -> int:
    ending: list[int] = []  # for each place, the greatest sum whose last pick it is
    for place, value in enumerate(values):
        ending.append(value + max([0, *ending[: max(0, place - space)]]))
    return max([0, *ending])
