from collections.abc import Iterable


def seen_from_ends(heights: list[int]) -> int:
    places = range(len(heights))
    return len({*_rising(heights, places), *_rising(heights, reversed(places))})


def _rising(heights: list[int], places: Iterable[int]) -> list[int]:
    seen: list[int] = []
    for place in places:
        if not seen or heights[place] > heights[seen[-1]]:
            seen.append(place)
    return seen
