def expand_pages(text: str) -> list[int]:
    pages: list[int] = []
    for entry in text.split(",") if text.strip() else []:
        first, hyphen, last = entry.partition("-")
        begin = int(first)
        end = int(last) if hyphen else begin
        step = 1 if begin <= end else -1
        pages.extend(range(begin, end + step, step))
    return pages
