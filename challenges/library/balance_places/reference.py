def balance_places(weights: list[int]) -> list[int]:
    found = []
    before = 0
    after = sum(weights)
    for place, weight in enumerate(weights):
        after -= weight
        if before == after:
            found.append(place)
        before += weight
    return found
