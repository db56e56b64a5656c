def balance_places(weights: list[int]) -> list[int]:
    places = range(len(weights))
    return [place for place in places if sum(weights[:place]) == sum(weights[place + 1 :])]
