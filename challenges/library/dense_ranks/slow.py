def dense_ranks(scores: list[int]) -> list[int]:
    distinct = list(dict.fromkeys(scores))
    return [1 + sum(other > score for other in distinct) for score in scores]
