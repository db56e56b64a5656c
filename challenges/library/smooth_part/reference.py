def smooth_part(number: int, bound: int) -> int:
    part = 1
    rest = number
    factor = 2
    while factor * factor <= rest:
        if rest % factor == 0:
            rest //= factor
            part *= factor if factor <= bound else 1
        else:
            factor += 1
    return part * rest if rest <= bound else part
