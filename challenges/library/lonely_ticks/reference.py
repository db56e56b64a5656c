import math


def lonely_ticks(first: int, second: int, limit: int) -> int:
    together = limit // math.lcm(first, second)
    return limit // first + limit // second - 2 * together
