def free_spans(bookings: list[list[int]], opens: int, closes: int) -> list[list[int]]:
    spans = []
    free_from = opens
    for begin, end in sorted(bookings):
        if begin == end or end <= opens or begin >= closes:
            continue
        if begin > free_from:
            spans.append([free_from, begin])
        free_from = end
    if free_from < closes:
        spans.append([free_from, closes])
    return spans
