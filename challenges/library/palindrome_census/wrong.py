def palindrome_census(text: str, shortest: int) -> list[int]:
    found = set()
    for middle in range(2 * len(text) - 1):
        left, right = middle // 2, (middle + 1) // 2
        while left >= 0 and right < len(text) and text[left] == text[right]:
            if right - left + 1 >= shortest:
                found.add(text[left : right + 1])
            left, right = left - 1, right + 1
    counts = {part: text.count(part) for part in found}
    best = max((len(part) * count for part, count in counts.items()), default=0)
    return [len(found), sum(counts.values()), best]
