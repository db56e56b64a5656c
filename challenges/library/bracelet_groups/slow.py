def bracelet_groups(words: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for word in words:
        for group in groups:
            around = group[0] + group[0]
            if len(word) == len(group[0]) and (word in around or word[::-1] in around):
                group.append(word)
                break
        else:
            groups.append([word])
    return groups
