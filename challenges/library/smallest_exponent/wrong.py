from math import isqrt


def smallest_exponent(base: int, target: int, modulus: int, least: int) -> int:
    width = isqrt(modulus) + 1
    start = pow(base, least, modulus)
    ahead = {}
    value = target % modulus
    for steps in range(width):
        ahead[value] = steps
        value = value * base % modulus
    giant = pow(base, width, modulus)
    value = start
    for count in range(width + 1):
        if value in ahead and ahead[value] <= count * width:
            return least + count * width - ahead[value]
        value = value * giant % modulus
    return -1
