def lfu_cache(capacity: int, cap: int, commands: list[list[int]]) -> list[int]:
    values: dict[int, int] = {}
    counts: dict[int, int] = {}
    answers = []
    for kind, key, *rest in commands:
        if kind == 2:
            answers.append(min(counts.pop(key, 0), cap))
            values.pop(key, None)
            continue
        if kind == 0:
            answers.append(values.get(key, -1))
        elif key in values:
            values[key] = rest[0]
        elif capacity > 0:
            if len(values) == capacity:
                # min takes the first of several, and dicts are in the order of the last use
                least = min(counts, key=lambda each: counts[each])
                del counts[least], values[least]
            values[key], counts[key] = rest[0], 1
            continue
        if key in values:
            counts[key] = counts.pop(key) + 1
    return answers
