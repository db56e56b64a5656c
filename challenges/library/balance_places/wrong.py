def balance_places(weights: list[int]) -> list[int]:
    if len(weights) == 1:
        return [0]
    inner = range(1, len(weights) - 1)
    return [place for place in inner if sum(weights[:place]) == sum(weights[place + 1 :])]
