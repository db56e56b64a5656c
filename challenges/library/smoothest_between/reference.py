from math import isqrt


def smoothest_between(low: int, high: int) -> list[int]:
    rest = list(range(low, high + 1))  # what is left when the primes so far are divided out
    largest = [1] * len(rest)
    for prime in _primes(isqrt(high)):
        for index in range(-low % prime, len(rest), prime):
            while rest[index] % prime == 0:
                rest[index] //= prime
            largest[index] = prime
    # At most one prime above the root is left.
    factors = [max(pair) for pair in zip(rest, largest, strict=True)]
    best = min(factors)
    return [low + factors.index(best), best]


def _primes(limit: int) -> list[int]:
    is_prime = [True] * (limit + 1)
    for number in range(2, isqrt(limit) + 1):
        if is_prime[number]:
            for multiple in range(number * number, limit + 1, number):
                is_prime[multiple] = False
    return [number for number in range(2, limit + 1) if is_prime[number]]
