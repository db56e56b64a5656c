def exactly_twice(values: list[int], windows: list[list[int]]) -> list[int]:
    answers = []
    for first, last in windows:
        seen: dict[int, list[int]] = {}
        for place, value in enumerate(values[: last + 1]):
            seen.setdefault(value, []).append(place)
        count = 0
        for places in seen.values():
            if len(places) == 2:
                count += places[0] >= first
            elif len(places) > 2:
                count += places[-3] < first <= places[-2] and places[0] < first - 1
        answers.append(count if first <= last else 0)
    return answers
