def same_shape_pairs(words: list[str]) -> int:
    return sum(
        _is_same(words[left], words[right]) for right in range(len(words)) for left in range(right)
    )


def _is_same(one: str, other: str) -> bool:
    pairs = set(zip(one, other, strict=False))
    return len(one) == len(other) and len(pairs) == len(set(one)) == len(set(other))
