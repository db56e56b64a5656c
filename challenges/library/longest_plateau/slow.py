def longest_plateau(heights: list[int]) -> int:
    best = 0
    for start in range(len(heights)):
        for end in range(start, len(heights)):
            if heights[end] != heights[start]:
                break
            best = max(best, end - start + 1)
    return best
