def prime_parts(number: int) -> list[list[int]]:
    parts = []
    for divisor in range(2, 10**6):
        if divisor * divisor > number:
            break
        exponent = 0
        while number % divisor == 0:
            number //= divisor
            exponent += 1
        if exponent:
            parts.append([divisor, exponent])
    if number > 1:
        parts.append([number, 1])
    return parts
