def lonely_ticks(first: int, second: int, limit: int) -> int:
    both = first
    while both % second != 0:
        both += first
    return limit // first + limit // second - 2 * (limit // both)
