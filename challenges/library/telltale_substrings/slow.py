def telltale_substrings(words: list[str]) -> list[str]:
    return [_telltale(word, words[:i] + words[i + 1 :]) for i, word in enumerate(words)]


def _telltale(word: str, others: list[str]) -> str:
    for length in range(1, len(word) + 1):
        parts = sorted(word[i : i + length] for i in range(len(word) - length + 1))
        for part in parts:
            if not any(part in other for other in others):
                return part
    return ""
