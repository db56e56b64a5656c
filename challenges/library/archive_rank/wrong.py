from bisect import bisect_left, insort


def archive_rank(commands: list[list[int]]) -> list[int]:
    numbers: list[int] = []
    changes: list[list[int]] = [[]]
    answers = []
    for kind, version, number in commands:
        if kind == 0:
            insort(numbers, number)
            changes.append(numbers.copy())
        elif kind == 1:
            if number in numbers:
                numbers.remove(number)
            changes.append(numbers.copy())
        elif kind == 2:
            known = changes[version]
            answers.append(known[number - 1] if number <= len(known) else -1)
        else:
            answers.append(bisect_left(changes[version], number))
    return answers
