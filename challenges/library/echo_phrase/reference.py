def echo_phrase(text: str, gap: int) -> str:
    size = len(text)
    best_start = best_length = 0
    # common[j]: how far the texts that start at the row's index and at j agree.
    below = [0] * (size + 1)
    for first in range(size - 1, -1, -1):
        common = [0] * (size + 1)
        for second in range(first + 1, size):
            if text[first] == text[second]:
                common[second] = below[second + 1] + 1
            length = min(common[second], second - first - gap)
            if length >= best_length:
                best_start, best_length = first, length
        below = common
    return text[best_start : best_start + best_length]
