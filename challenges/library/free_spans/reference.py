def free_spans(bookings: list[list[int]], opens: int, closes: int) -> list[list[int]]:
    taken = sorted(booking for booking in bookings if booking[0] < booking[1])
    spans = []
    free_from = opens
    for begin, end in [*taken, [closes, closes]]:
        until = min(begin, closes)
        if until > free_from:
            spans.append([free_from, until])
        free_from = max(free_from, end)
    return spans
