def smooth_part(number: int, bound: int) -> int:
    part = 1
    factor = 2
    while factor * factor <= number and factor <= bound:
        while number % factor == 0:
            number //= factor
            part *= factor
        factor += 1
    return part
