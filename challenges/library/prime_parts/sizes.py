def arguments(size: int, seed: int) -> list:
    first, second = _prime_from(size + 100 * seed), _prime_from(size + 100 * seed + 50)
    return [first * second] if first * second <= 9 * 10**18 else [first]


def _prime_from(number: int) -> int:
    while any(number % divisor == 0 for divisor in range(2, min(number, 10**6))):
        number += 1
    return max(number, 2)
