def substring_catalogue(text: str, times: int, place: int) -> str:
    parts = {text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1)}
    catalogue = sorted(part for part in parts if text.count(part) >= times)
    return catalogue[place - 1] if place <= len(catalogue) else ""
