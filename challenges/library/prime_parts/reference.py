from math import gcd

BASES = range(2, 38)
"""With the primes among them the test is right for all numbers of 64 bits."""


def prime_parts(number: int) -> list[list[int]]:
    exponents: dict[int, int] = {}
    waiting = [number] if number > 1 else []
    while waiting:
        part = waiting.pop()
        if _is_prime(part):
            exponents[part] = exponents.get(part, 0) + 1
        else:
            divisor = _divisor(part)
            waiting += [divisor, part // divisor]
    return [[prime, exponents[prime]] for prime in sorted(exponents)]


def _is_prime(number: int) -> bool:
    """The test of Miller and Rabin; numbers are at least 2."""
    for base in BASES:
        if number % base == 0:
            return number == base
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    return all(_passes(number, base, odd, twos) for base in BASES)


def _passes(number: int, base: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, number)
    if power == 1:
        return True
    for _ in range(twos):
        if power == number - 1:
            return True
        power = power * power % number
    return False


def _divisor(number: int) -> int:
    """A divisor of a composite number that is neither 1 nor the number, by Pollard's method."""
    for base in BASES:
        if number % base == 0:
            return base
    shift, found = 0, number
    while found == number:
        shift += 1
        slow = fast = 2
        found = 1
        while found == 1:
            slow = (slow * slow + shift) % number
            fast = (fast * fast + shift) % number
            fast = (fast * fast + shift) % number
            found = gcd(slow - fast, number)
    return found
