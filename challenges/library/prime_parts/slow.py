from math import gcd, isqrt


def prime_parts(number: int) -> list[list[int]]:
    parts: list[list[int]] = []
    divisor = 2
    while divisor**3 <= number:
        if number % divisor == 0:
            _add(parts, divisor)
            number //= divisor
        else:
            divisor += 1 if divisor == 2 else 2
    # What is left is 1, a prime, or a product of two primes.
    factor = _lehman(number)
    for prime in sorted((factor, number // factor)):
        if prime > 1:
            _add(parts, prime)
    return parts


def _add(parts: list[list[int]], prime: int) -> None:
    if parts and parts[-1][0] == prime:
        parts[-1][1] += 1
    else:
        parts.append([prime, 1])


def _lehman(number: int) -> int:
    """A factor of a product of two primes above its cube root; 1 if it is a prime."""
    root = isqrt(number)
    if root * root == number:
        return root
    for small in (2, 3, 5, 7):
        if number > small and number % small == 0:
            return small
    sixth = int(number ** (1 / 6)) + 1
    multiplier = 0
    while multiplier**3 <= number:
        multiplier += 1
        first = isqrt(4 * multiplier * number - 1) + 1
        for candidate in range(first, first + sixth // (4 * isqrt(multiplier)) + 2):
            square = candidate * candidate - 4 * multiplier * number
            other = isqrt(square)
            if other * other == square and 1 < (found := gcd(candidate + other, number)) < number:
                return found
    return 1
