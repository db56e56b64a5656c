def smoothest_between(low: int, high: int) -> list[int]:
    factor, number = min((_largest_factor(number), number) for number in range(low, high + 1))
    return [number, factor]


def _largest_factor(number: int) -> int:
    largest, divisor = 1, 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            largest = divisor
            number //= divisor
        else:
            divisor += 1
    return max(largest, number)
