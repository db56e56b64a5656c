def limit_repeats(text: str, most: int) -> str:
    kept = []
    length = 0
    for place, letter in enumerate(text):
        if place > 0 and letter == text[place - 1]:
            length += 1
        else:
            length = 1
        if length <= most:
            kept.append(letter)
    return "".join(kept)
