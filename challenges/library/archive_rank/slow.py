from bisect import bisect_left, insort


def archive_rank(commands: list[list[int]]) -> list[int]:
    versions: list[list[int]] = [[]]
    answers = []
    for kind, version, number in commands:
        numbers = versions[version]
        if kind == 0:
            versions.append(numbers.copy())
            insort(versions[-1], number)
        elif kind == 1:
            versions.append(numbers.copy())
            if number in numbers:
                versions[-1].remove(number)
        elif kind == 2:
            answers.append(numbers[number - 1] if number <= len(numbers) else -1)
        else:
            answers.append(bisect_left(numbers, number))
    return answers
