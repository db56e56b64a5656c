from collections import Counter


def palindrome_census(text: str, shortest: int) -> list[int]:
    found: Counter[str] = Counter()
    for middle in range(2 * len(text) - 1):  # of a letter, or between two
        left, right = middle // 2, (middle + 1) // 2
        while left >= 0 and right < len(text) and text[left] == text[right]:
            if right - left + 1 >= shortest:
                found[text[left : right + 1]] += 1
            left, right = left - 1, right + 1
    best = max((len(part) * count for part, count in found.items()), default=0)
    return [len(found), found.total(), best]
