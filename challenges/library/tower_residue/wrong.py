def tower_residue(values: list[int], modulus: int) -> int:
    if modulus == 1:
        return 0
    if len(values) == 1:
        return values[0] % modulus
    if 0 in values[1:]:
        result = 1
        for value in reversed(values):
            result = value ** min(result, 40) % (modulus if value is values[0] else 10**9)
        return result % modulus
    totient = sum(_coprime(number, modulus) for number in range(1, min(modulus, 10**5) + 1))
    return pow(values[0], tower_residue(values[1:], totient), modulus)


def _coprime(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1
