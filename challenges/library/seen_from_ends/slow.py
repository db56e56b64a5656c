def seen_from_ends(heights: list[int]) -> int:
    count = 0
    for place, height in enumerate(heights):
        left = all(other < height for other in heights[:place])
        right = all(other < height for other in heights[place + 1 :])
        count += left or right
    return count
