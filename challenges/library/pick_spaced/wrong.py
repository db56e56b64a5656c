def pick_spaced(values: list[int], space: int) -> int:
    step = space + 1
    return max((sum(max(0, it) for it in values[start::step]) for start in range(step)), default=0)
