from collections import Counter


def same_shape_pairs(words: list[str]) -> int:
    shapes = [tuple(sorted(Counter(word).values())) for word in words]
    return sum(shapes[:place].count(shape) for place, shape in enumerate(shapes))
