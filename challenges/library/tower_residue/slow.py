LARGE = 64


def tower_residue(values: list[int], modulus: int) -> int:
    exponent = _small(values[1:])
    if exponent is not None:
        return pow(values[0], exponent, modulus)
    # The remainders of the powers repeat; the exponent is beyond the place where that begins.
    seen: dict[int, int] = {}
    power = 1 % modulus
    while power not in seen:
        seen[power] = len(seen)
        power = power * values[0] % modulus
    begin, period = seen[power], len(seen) - seen[power]
    place = tower_residue(values[1:], period)
    while place < begin:
        place += period
    return list(seen)[place]


def _small(values: list[int]) -> int | None:
    """The value of a tower, 1 if it is empty; None if it is large."""
    result: int | None = 1
    for value in reversed(values):
        if result is None:
            result = value if value < 2 else None
        else:
            # Beyond 64 twice over there is nothing small, whatever the exponent.
            result = value ** min(result, LARGE) if value < LARGE**2 or result == 0 else value**1
        if result is not None and result > LARGE:
            result = None
    return result
