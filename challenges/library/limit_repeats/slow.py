def limit_repeats(text: str, most: int) -> str:
    kept = ""
    for place, letter in enumerate(text):
        start = place
        while start > 0 and text[start - 1] == letter:
            start -= 1
        if place - start < most:
            kept += letter
    return kept
