def dense_ranks(scores: list[int]) -> list[int]:
    ordered = sorted(scores, reverse=True)
    return [ordered.index(score) + 1 for score in scores]
