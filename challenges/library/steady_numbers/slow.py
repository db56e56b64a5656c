def steady_numbers(low: int, high: int, step: int, divisor: int) -> int:
    return _up_to(high, step, divisor) - _up_to(low - 1, step, divisor)


def _up_to(limit: int, step: int, divisor: int) -> int:
    """Walk through the digits from the left with all that a number may be so far."""
    if limit < 0:
        return 0
    # (has begun, equals the limit so far, last digit, sum of all digits): how many numbers
    states = {(False, True, 0, 0): 1}
    for bound in map(int, str(limit)):
        after: dict[tuple[bool, bool, int, int], int] = {}
        for (begun, tight, last, total), count in states.items():
            for digit in range(bound + 1 if tight else 10):
                if begun and abs(digit - last) > step:
                    continue
                key = (begun or digit > 0, tight and digit == bound, digit, total + digit)
                after[key] = after.get(key, 0) + count
        states = after
    return sum(count for (_, _, _, total), count in states.items() if total % divisor == 0)
