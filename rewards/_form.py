"""Terms that look at the text alone."""

import re
from dataclasses import dataclass
from typing import ClassVar

from codeeval_gym.rewards._terms import RewardContext, terms
from codeeval_gym.types import Evaluation

__all__ = ["Format", "Length"]

_FENCE = re.compile(r"^\s*(```|~~~)", re.MULTILINE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@terms.register("length")
@dataclass(frozen=True)
class Length:
    """1 up to so many characters, and less the longer the program is: ``characters / length``.

    Space at the ends of lines and empty lines do not count. Short wrong programs score as well as
    short right ones: in a model it is gated by ``tests``.

    Raises:
        ValueError: If ``characters`` is not positive.
    """

    characters: int = 2000
    """The length that costs nothing."""
    name: ClassVar[str] = "length"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        if self.characters < 1:
            raise ValueError(f"characters must be at least 1, not {self.characters!r}.")

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the program's text."""
        lines = (line.rstrip() for line in evaluation.program.splitlines())
        length = sum(len(line) + 1 for line in lines if line)
        return min(1.0, self.characters / max(1, length))


@terms.register("format")
@dataclass(frozen=True)
class Format:
    """1 for a text that is a program and nothing else.

    0 for one with a Markdown fence, or with characters that no program needs.
    """

    name: ClassVar[str] = "format"
    needs: ClassVar[frozenset[str]] = frozenset()

    def __call__(self, evaluation: Evaluation, context: RewardContext) -> float | None:
        """Score the program's text."""
        text = evaluation.program
        return float(not _FENCE.search(text) and not _UNPRINTABLE.search(text))
