def free_spans(bookings: list[list[int]], opens: int, closes: int) -> list[list[int]]:
    spans = [[opens, closes]]
    for begin, end in bookings:
        left = []
        for start, stop in spans:  # what remains of each span on either side of the booking
            left += [[start, min(stop, begin)], [max(start, end), stop]]
        spans = [span for span in left if span[0] < span[1]] if begin < end else spans
    return sorted(span for span in spans if span[0] < span[1])
