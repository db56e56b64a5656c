def echo_phrase(text: str, gap: int) -> str:
    for length in range(len(text) // 2, 0, -1):
        for start in range(len(text) - length + 1):
            if text[start : start + length] in text[start + length + gap :]:
                return text[start : start + length]
    return ""
