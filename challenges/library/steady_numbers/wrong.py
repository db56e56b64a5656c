def steady_numbers(low: int, high: int, step: int, divisor: int) -> int:
    return _up_to(high, step, divisor) - _up_to(low - 1, step, divisor)


def _up_to(limit: int, step: int, divisor: int) -> int:
    if limit < 0:
        return 0
    states = {(True, -1, 0): 1}
    for bound in map(int, str(limit)):
        after: dict[tuple[bool, int, int], int] = {}
        for (tight, last, total), count in states.items():
            for digit in range(bound + 1 if tight else 10):
                if last < 0 or abs(digit - last) <= step:
                    key = (tight and digit == bound, digit, (total + digit) % divisor)
                    after[key] = after.get(key, 0) + count
        states = after
    return sum(count for (_, _, total), count in states.items() if total == 0)
