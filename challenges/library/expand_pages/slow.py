def expand_pages(text: str) -> list[int]:
    pages: list[int] = []
    rest = text.replace(" ", "")
    while rest:
        entry, _, rest = rest.partition(",")
        begin, end = int(entry.split("-")[0]), int(entry.split("-")[-1])
        upwards = list(range(min(begin, end), max(begin, end) + 1))
        pages = pages + (upwards if begin <= end else upwards[::-1])
    return pages
