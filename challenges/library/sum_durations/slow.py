def sum_durations(text: str) -> int:
    total = 0
    while text:
        end = min(text.index(unit) for unit in "dhms" if unit in text)
        number = int(text[:end])
        total += number * {"d": 86_400, "h": 3_600, "m": 60, "s": 1}[text[end]]
        text = text[end + 1 :]
    return total
