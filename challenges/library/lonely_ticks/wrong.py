def lonely_ticks(first: int, second: int, limit: int) -> int:
    return limit // first + limit // second - 2 * (limit // (first * second))
