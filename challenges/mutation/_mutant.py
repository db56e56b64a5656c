"""What a mutant is, and the operators that make one."""

from dataclasses import dataclass

__all__ = ["OPERATORS", "Edit", "Mutant"]

OPERATORS = (
    "relational",
    "boundary",
    "arithmetic",
    "logical",
    "constant",
    "off_by_one",
    "negate_condition",
    "drop_statement",
    "swap_arguments",
    "return_default",
    "loop_control",
    "exception_swallow",
    "wrong_variable",
)
"""The same in every language."""


@dataclass(frozen=True)
class Edit:
    """One small fault: a piece of the program and what stands there instead."""

    operator: str
    """One of :data:`OPERATORS`."""
    start: int
    """First byte of the piece, in UTF-8."""
    end: int
    """The byte after its last."""
    replacement: str
    """What stands there instead."""


@dataclass(frozen=True)
class Mutant:
    """A program with one small fault."""

    program: str
    """The whole text, fault included."""
    operator: str
    """What kind of fault, one of :data:`OPERATORS`."""
    line: int
    """The line where it begins, 1-based."""
    original: str
    """What stood there."""
    replacement: str
    """What stands there now."""
    start: int = 0
    """Where it begins, in bytes of the original program's UTF-8."""

    def __str__(self) -> str:
        original, replacement = (_one_line(text) for text in (self.original, self.replacement))
        return f"line {self.line}: {original} -> {replacement} ({self.operator})"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."
