def dense_ranks(scores: list[int]) -> list[int]:
    ordered = sorted(set(scores), reverse=True)
    rank = {score: place for place, score in enumerate(ordered, start=1)}
    return [rank[score] for score in scores]
