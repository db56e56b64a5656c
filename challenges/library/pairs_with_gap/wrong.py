def pairs_with_gap(values: list[int], gap: int) -> int:
    known = set(values)
    return sum(value + gap in known for value in known)
