from dataclasses import dataclass

PRIME = 1_000_000_007


@dataclass
class Part:
    """A part of a pattern, by the places of its letters; sets of places are bits."""

    may_be_empty: bool = True
    first: int = 0
    last: int = 0


class Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.letters = [""]  # by place; place 0 is the start
        self.following = [0]  # by place: the places that may come next
        whole = self.choice()
        self.following[0] = whole.first
        self.ends = whole.last | whole.may_be_empty

    def next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def choice(self) -> Part:
        result = self.row()
        while self.next() == "|":
            self.at += 1
            other = self.row()
            result.may_be_empty |= other.may_be_empty
            result.first |= other.first
            result.last |= other.last
        return result

    def row(self) -> Part:
        result = Part()
        while self.next() not in ("", "|", ")"):
            part = self.repeated()
            self.join(result.last, part.first)
            if result.may_be_empty:
                result.first |= part.first
            result.last = part.last | (result.last if part.may_be_empty else 0)
            result.may_be_empty &= part.may_be_empty
        return result

    def repeated(self) -> Part:
        part = self.single()
        while self.next() in ("*", "+", "?"):
            if self.next() != "?":
                self.join(part.last, part.first)
            if self.next() != "+":
                part.may_be_empty = True
            self.at += 1
        return part

    def single(self) -> Part:
        letter = self.next()
        self.at += 1
        if letter == "(":
            part = self.choice()
            self.at += 1
            return part
        place = 1 << len(self.letters)
        self.letters.append(letter)
        self.following.append(0)
        return Part(False, place, place)

    def join(self, lasts: int, firsts: int) -> None:
        for place in range(len(self.letters)):
            if lasts >> place & 1:
                self.following[place] |= firsts


def regex_census(pattern: str, letters: str, length: int) -> int:
    reader = Reader(pattern)
    places = range(len(reader.letters))
    fitting = [
        sum(1 << place for place in places if reader.letters[place] in (letter, "."))
        for letter in letters
    ]
    # Words by the set of places where they may have ended: each word is in one set only.
    counts = {1: 1}
    for _ in range(length):
        after: dict[int, int] = {}
        for ended, count in counts.items():
            reached = 0
            for place in places:
                if ended >> place & 1:
                    reached |= reader.following[place]
            for fits in fitting:
                if reached & fits:
                    after[reached & fits] = (after.get(reached & fits, 0) + count) % PRIME
        counts = after
    return sum(count for ended, count in counts.items() if ended & reader.ends) % PRIME
