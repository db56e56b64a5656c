def longest_plateau(heights: list[int]) -> int:
    best = 0
    length = 0
    for place, height in enumerate(heights):
        if place > 0 and height == heights[place - 1]:
            length += 1
        else:
            length = 1
        best = max(best, length)
    return best
