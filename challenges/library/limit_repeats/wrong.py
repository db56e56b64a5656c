def limit_repeats(text: str, most: int) -> str:
    seen: dict[str, int] = {}
    kept = []
    for letter in text:
        seen[letter] = seen.get(letter, 0) + 1
        if seen[letter] <= most:
            kept.append(letter)
    return "".join(kept)
