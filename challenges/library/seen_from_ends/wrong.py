def seen_from_ends(heights: list[int]) -> int:
    count = 0
    for row in (heights, heights[::-1]):
        highest = None
        for height in row:
            if highest is None or height > highest:
                count += 1
                highest = height
    return count
