def echo_phrase(text: str, gap: int) -> str:
    for length in range(len(text) - 1, 0, -1):
        for start in range(len(text) - length + 1):
            if text.find(text[start : start + length], start + 1 + gap) >= 0:
                return text[start : start + length]
    return ""
