from bisect import bisect_left, bisect_right
from collections import Counter


class Wall:
    """Stripes: where each begins, and its colour. Neighbours differ in colour."""

    def __init__(self, length: int) -> None:
        self.starts = [0, length]  # the last one is the end of the wall
        self.colours = [0]
        self.painted = Counter({0: length})

    def paint(self, start: int, end: int, colour: int) -> None:
        self.split(start)
        self.split(end)
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        for stripe in range(first, last):
            self.painted[self.colours[stripe]] -= self.starts[stripe + 1] - self.starts[stripe]
        self.painted[colour] += end - start
        self.starts[first:last] = [start]
        self.colours[first:last] = [colour]
        for stripe in (first + 1, first):
            if 0 < stripe < len(self.colours):
                self.merge(stripe)

    def split(self, place: int) -> None:
        """Let a stripe begin at a place."""
        at = bisect_left(self.starts, place)
        if self.starts[at] != place:
            self.starts.insert(at, place)
            self.colours.insert(at, self.colours[at - 1])

    def merge(self, stripe: int) -> None:
        """Make one of a stripe and the one before, if they have one colour."""
        if self.colours[stripe - 1] == self.colours[stripe]:
            del self.starts[stripe], self.colours[stripe]

    def stretch(self, place: int) -> int:
        after = bisect_right(self.starts, place)
        return self.starts[after] - self.starts[after - 1]


def wall_painter(length: int, commands: list[list[int]]) -> list[int]:
    wall = Wall(length)
    answers = []
    for command in commands:
        match command:
            case [0, start, end, colour]:
                if start < end:
                    wall.paint(start, end, colour)
            case [1, colour]:
                answers.append(wall.painted[colour])
            case [_, place]:
                answers.append(wall.stretch(place))
    return answers
