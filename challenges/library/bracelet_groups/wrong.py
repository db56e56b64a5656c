def bracelet_groups(words: list[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        rotations = [word[i:] + word[:i] for i in range(len(word))]
        groups.setdefault(min(rotations, default=""), []).append(word)
    return list(groups.values())
