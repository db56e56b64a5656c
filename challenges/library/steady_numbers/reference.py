from functools import cache


def steady_numbers(low: int, high: int, step: int, divisor: int) -> int:
    @cache
    def endings(length: int, last: int, rest: int) -> int:
        """How many ways there are to add so many digits; rest is the sum so far, by divisor."""
        if length == 0:
            return int(rest == 0)
        return sum(
            endings(length - 1, digit, (rest + digit) % divisor)
            for digit in range(max(0, last - step), min(9, last + step) + 1)
        )

    def below(limit: int) -> int:
        """How many steady numbers are less than the limit."""
        digits = [int(letter) for letter in str(limit)]
        count = int(limit > 0)  # the number 0
        for length in range(1, len(digits)):
            count += sum(endings(length - 1, first, first % divisor) for first in range(1, 10))
        total = 0
        for place, bound in enumerate(digits):
            for digit in range(place == 0, bound):
                if place == 0 or abs(digit - digits[place - 1]) <= step:
                    left = len(digits) - place - 1
                    count += endings(left, digit, (total + digit) % divisor)
            if place > 0 and abs(bound - digits[place - 1]) > step:
                break
            total += bound
        return count

    return below(high + 1) - below(low)
