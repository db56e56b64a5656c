from math import gcd, isqrt

SETTLED = 40
"""After so many factors, common factors with a modulus of 32 bits get no more."""


def smallest_exponent(base: int, target: int, modulus: int, least: int) -> int:
    start = pow(base, least, modulus)
    target %= modulus
    for step in range(SETTLED):
        if start == target:
            return least + step
        start = start * base % modulus
    # From here on, all powers are multiples of one divisor of the modulus; without it, the base
    # has no common factor with the modulus.
    divisor = gcd(pow(base, SETTLED, modulus), modulus)
    if target % divisor != 0:
        return -1
    further = _steps(base, start // divisor, target // divisor, modulus // divisor)
    return -1 if further < 0 else least + SETTLED + further


def _steps(base: int, start: int, target: int, modulus: int) -> int:
    """The first number of factors that leads from start to target, by giant and baby steps."""
    width = isqrt(modulus) + 1
    ahead = {}  # target with so many factors, the largest number for each
    value = target % modulus
    for steps in range(width):
        ahead[value] = steps
        value = value * base % modulus
    giant = pow(base, width, modulus)
    value = start % modulus
    for count in range(width + 1):
        steps = count * width - ahead.get(value, count * width + 1)
        if steps >= 0:
            return steps
        value = value * giant % modulus
    return -1
