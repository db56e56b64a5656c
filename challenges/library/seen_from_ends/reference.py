def seen_from_ends(heights: list[int]) -> int:
    return len(
        set(_rising(heights, range(len(heights))))
        | set(_rising(heights, range(len(heights) - 1, -1, -1)))
    )


def _rising(heights: list[int], places: range) -> list[int]:
    seen: list[int] = []
    for place in places:
        if not seen or heights[place] > heights[seen[-1]]:
            seen.append(place)
    return seen
