class Automaton:
    """The suffix automaton: each state stands for parts with the same ends in the text."""

    def __init__(self, text: str) -> None:
        self.steps: list[dict[str, int]] = [{}]
        self.length = [0]  # of the state's longest part
        self.link = [-1]  # the state of the longest end that occurs more often
        self.count = [0]  # of occurrences
        last = 0
        for letter in text:
            last = self.extended(last, letter)
        for state in self.by_length():
            if state > 0:
                self.count[self.link[state]] += self.count[state]

    def extended(self, last: int, letter: str) -> int:
        new = self.added({}, self.length[last] + 1, 0, 1)
        while last >= 0 and letter not in self.steps[last]:
            self.steps[last][letter] = new
            last = self.link[last]
        if last < 0:
            return new
        target = self.steps[last][letter]
        if self.length[target] != self.length[last] + 1:
            short = self.added(self.steps[target], self.length[last] + 1, self.link[target], 0)
            while last >= 0 and self.steps[last].get(letter) == target:
                self.steps[last][letter] = short
                last = self.link[last]
            self.link[target] = short
            target = short
        self.link[new] = target
        return new

    def added(self, steps: dict[str, int], length: int, link: int, count: int) -> int:
        self.steps.append(dict(steps))
        self.length.append(length)
        self.link.append(link)
        self.count.append(count)
        return len(self.length) - 1

    def by_length(self) -> list[int]:
        """All states, those with the longest parts first."""
        return sorted(range(len(self.length)), key=lambda state: -self.length[state])


def substring_catalogue(text: str, times: int, place: int) -> str:
    automaton = Automaton(text)
    listed = [0] * len(automaton.length)  # how many parts go on from each state, with its own
    for state in automaton.by_length():
        if automaton.count[state] >= times:
            listed[state] = 1 + sum(listed[target] for target in automaton.steps[state].values())
    listed[0] = sum(listed[target] for target in automaton.steps[0].values())
    if place > listed[0]:
        return ""
    part = []
    state = 0
    while place > 0:
        for letter, target in sorted(automaton.steps[state].items()):
            if place <= listed[target]:
                part.append(letter)
                state = target
                place -= 1  # the part that ends here
                break
            place -= listed[target]
    return "".join(part)
