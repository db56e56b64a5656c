def kept_in_place(heights: list[int], slack: int) -> list[int]:
    best: list[tuple[list[int], int]] = []
    for index in range(len(heights) - 1, -1, -1):
        chosen: list[int] = []
        lowest = heights[index]
        for indices, low in best:
            if low >= heights[index] - slack and (-len(indices), indices) < (-len(chosen), chosen):
                chosen, lowest = indices, min(low, heights[index])
        best.append(([index, *chosen], lowest))
    return min((indices for indices, _ in best), key=lambda item: (-len(item), item), default=[])
