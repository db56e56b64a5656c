def substring_catalogue(text: str, times: int, place: int) -> str:
    # The suffixes in order: each new beginning of one is a part, and what begins with it follows.
    suffixes = sorted(text[start:] for start in range(len(text)))
    before = ""
    for index, suffix in enumerate(suffixes):
        common = 0
        while common < min(len(before), len(suffix)) and before[common] == suffix[common]:
            common += 1
        for length in range(common + 1, len(suffix) + 1):
            last = index + times - 1
            if last >= len(suffixes) or not suffixes[last].startswith(suffix[:length]):
                break
            place -= 1
            if place == 0:
                return suffix[:length]
        before = suffix
    return ""
