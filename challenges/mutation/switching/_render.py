"""Writes a program with its choices, and remembers which line is whose."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from codeeval_gym.challenges.mutation.switching._syntax import Insertions, Syntax

__all__ = ["Choice", "rendered"]


@dataclass
class Choice:
    """A place in a program, and what mutants have there instead."""

    start: int
    """Its first byte."""
    end: int
    """The byte after its last."""
    is_statement: bool
    """It is a statement, else an expression."""
    alternatives: list[tuple[int, str]] = field(default_factory=list)
    """Number and text."""

    @property
    def numbers(self) -> frozenset[int]:
        """Whose place it is."""
        return frozenset(number for number, _ in self.alternatives)


def rendered(
    source: bytes, choices: Sequence[Choice], insertions: Insertions, syntax: Syntax
) -> tuple[str, dict[int, frozenset[int]]]:
    """Write a program with its choices.

    Args:
        source: The program.
        choices: None of them overlap, but for those that are inside others.
        insertions: What makes it take a number.
        syntax: Of its language.

    Returns:
        The text, and for each line with something that mutants put there, their numbers.
    """
    writer = _Writer(source, insertions, syntax)
    writer.write(insertions.before)
    ordered = sorted(choices, key=lambda item: (item.start, -item.end))
    writer.span(0, len(source), ordered)
    writer.write(insertions.after)
    return "".join(writer.parts), writer.owners


class _Writer:
    def __init__(self, source: bytes, insertions: Insertions, syntax: Syntax) -> None:
        self.parts: list[str] = []
        self.owners: dict[int, frozenset[int]] = {}
        self._line = 1
        self._source = source
        self._inside = sorted(insertions.inside.items())
        self._syntax = syntax

    def write(self, text: str) -> None:
        self.parts.append(text)
        self._line += text.count("\n")

    def span(self, start: int, end: int, choices: Sequence[Choice]) -> None:
        """Write a piece of the program with the choices in it, which are in order."""
        place, left = start, list(choices)
        while left:
            choice = left.pop(0)
            self._plain(place, choice.start)
            inner = [item for item in left if item.end <= choice.end]
            self._choice(choice, inner)
            left, place = left[len(inner) :], choice.end
        self._plain(place, end)

    def _plain(self, start: int, end: int) -> None:
        while self._inside and start <= self._inside[0][0] <= end:
            at, text = self._inside.pop(0)
            self._text(start, at)
            self.write(text)
            start = at
        self._text(start, end)

    def _text(self, start: int, end: int) -> None:
        self.write(self._source[start:end].decode("utf-8", "surrogatepass"))

    def _choice(self, choice: Choice, inner: Sequence[Choice]) -> None:
        first = self._line
        syntax = self._syntax
        for index, (number, text) in enumerate(choice.alternatives):
            if choice.is_statement:
                before = "} else " if index else "{ "
                self.write(before + syntax.statement.format(number))
            else:
                self.write((syntax.other if index else syntax.choice).format(number))
            self._owned(number, text)
        self.write("} else {" if choice.is_statement else syntax.last)
        self.span(choice.start, choice.end, inner)
        self.write("\n}}" if choice.is_statement else f"\n{syntax.end}")
        for line in range(first, self._line + 1):
            self.owners.setdefault(line, choice.numbers)

    def _owned(self, number: int, text: str) -> None:
        """Write what one mutant has, on lines of its own."""
        self.write("\n")
        first = self._line
        self.write(text)
        for line in range(first, self._line + 1):
            self.owners[line] = frozenset({number})
        self.write("\n")
