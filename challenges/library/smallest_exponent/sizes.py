def arguments(size: int, seed: int) -> list:
    modulus = _prime_from(size + seed)
    return [modulus // 3 + 2, modulus // 2 + 1, modulus, seed]


def _prime_from(number: int) -> int:
    while any(number % divisor == 0 for divisor in range(2, min(number, 2000))):
        number += 1
    return max(number, 2)
