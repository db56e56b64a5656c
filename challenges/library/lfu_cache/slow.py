def lfu_cache(capacity: int, cap: int, commands: list[list[int]]) -> list[int]:
    entries: list[list[int]] = []  # key, value and counter; the one longest unused first
    answers = []
    for kind, key, *rest in commands:
        found = next((entry for entry in entries if entry[0] == key), None)
        if found:
            entries.remove(found)
        if kind == 2:
            answers.append(found[2] if found else 0)
            continue
        if kind == 0:
            answers.append(found[1] if found else -1)
        elif found:
            found[1] = rest[0]
        elif capacity > 0:
            if len(entries) == capacity:
                lowest = min(entry[2] for entry in entries)
                entries.remove(next(entry for entry in entries if entry[2] == lowest))
            entries.append([key, rest[0], 1])
        if found:
            found[2] = min(found[2] + 1, cap)
            entries.append(found)
    return answers
