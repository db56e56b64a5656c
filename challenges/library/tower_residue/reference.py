def tower_residue(values: list[int], modulus: int) -> int:
    return _tower(_without_zeros(values), 0, modulus) % modulus


def _without_zeros(values: list[int]) -> list[int]:
    """A tower of the same value whose only zero, if there is one, is its last number."""
    if 0 not in values:
        return values
    start = end = values.index(0)
    while end < len(values) and values[end] == 0:
        end += 1
    tail = 1 - (end - start) % 2  # 0 to the power of 0 is 1, and that of 1 is 0
    return [*values[:start], tail]


def _tower(values: list[int], start: int, modulus: int) -> int:
    """The tower from a place on, capped: its remainder, plus the modulus if it is not less."""
    base = _capped(values[start], modulus)
    if start == len(values) - 1 or modulus == 1:
        return base
    exponent = _tower(values, start + 1, _totient(modulus))
    result = 1
    while exponent > 0:
        if exponent % 2 == 1:
            result = _capped(result * base, modulus)
        base = _capped(base * base, modulus)
        exponent //= 2
    return result


def _capped(number: int, modulus: int) -> int:
    return number if number < modulus else number % modulus + modulus


def _totient(number: int) -> int:
    result, rest, divisor = number, number, 2
    while divisor * divisor <= rest:
        if rest % divisor == 0:
            result -= result // divisor
            while rest % divisor == 0:
                rest //= divisor
        divisor += 1
    return result - result // rest if rest > 1 else result
