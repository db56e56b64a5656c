def smallest_exponent(base: int, target: int, modulus: int, least: int) -> int:
    value = pow(base, least, modulus)
    seen = set()
    exponent = least
    while value not in seen:
        if (value - target) % modulus == 0:
            return exponent
        seen.add(value)
        value = value * base % modulus
        exponent += 1
    return -1
