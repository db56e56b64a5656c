def smooth_part(number: int, bound: int) -> int:
    part = 1
    rest = number
    for factor in range(2, min(bound, number) + 1):
        while rest % factor == 0:  # only a prime divides what smaller factors have left
            rest //= factor
            part *= factor
    return part
