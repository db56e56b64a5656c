class Sums:
    """Counters by place, of which the sum up to a place is asked for (a Fenwick tree)."""

    def __init__(self, size: int) -> None:
        self.tree = [0] * (size + 1)

    def add(self, place: int, difference: int) -> None:
        place += 1
        while place < len(self.tree):
            self.tree[place] += difference
            place += place & -place

    def up_to(self, place: int) -> int:
        total = 0
        place += 1
        while place > 0:
            total += self.tree[place]
            place &= place - 1
        return total


def exactly_twice(values: list[int], windows: list[list[int]]) -> list[int]:
    ending: list[list[int]] = [[] for _ in values]
    for index, (first, last) in enumerate(windows):
        if first <= last:
            ending[last].append(index)
    # The sum up to a first index is the answer for the windows from there to the current end: a
    # value counts for those that begin after its last but two and not after its last but one.
    answers = [0] * len(windows)
    sums = Sums(len(values) + 1)
    occurrences: dict[int, list[int]] = {}
    for end, value in enumerate(values):
        places = occurrences.setdefault(value, [-1, -1, -1])
        places.append(end)
        before, third, second = places[-4:-1]
        for start, after, difference in ((before, third, -1), (third, second, 1)):
            sums.add(start + 1, difference)
            sums.add(after + 1, -difference)
        for index in ending[end]:
            answers[index] = sums.up_to(windows[index][0])
    return answers
