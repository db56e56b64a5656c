def kept_in_place(heights: list[int], slack: int) -> list[int]:
    # best[i]: the longest choice that begins with book i, of those the first one.
    best: list[list[int]] = [[] for _ in heights]
    for index in range(len(heights) - 1, -1, -1):
        following: list[int] = []
        for later in range(index + 1, len(heights)):
            fits = heights[later] >= heights[index] - slack
            if fits and len(best[later]) > len(following):
                following = best[later]
        best[index] = [index, *following]
    return max(best, key=len, default=[])
