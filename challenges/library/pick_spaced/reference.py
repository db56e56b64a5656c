def pick_spaced(values: list[int], space: int) -> int:
    best = [0]  # best[n] is the answer for the first n numbers
    for place, value in enumerate(values):
        taken = value + best[max(0, place - space)]
        best.append(max(best[place], taken))
    return best[-1]
