def expand_pages(text: str) -> list[int]:
    pages: list[int] = []
    for entry in text.split(",") if text.strip() else []:
        first, hyphen, last = entry.partition("-")
        pages.extend(range(int(first), int(last if hyphen else first) + 1))
    return pages
