"""What one folder of the library holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from codeeval_gym.types import Challenge

__all__ = ["CATEGORIES", "Entry", "WrongProgram"]

CATEGORIES = (
    "strings",
    "arrays",
    "hashing",
    "sorting-and-searching",
    "dynamic-programming",
    "graphs",
    "number-theory",
    "parsing",
    "simulation",
    "data-structures",
)


@dataclass(frozen=True)
class WrongProgram:
    """A program that looks right and is not."""

    program: str
    """Python."""
    caught_by: str
    """A test that it fails, named as in a :class:`~codeeval_gym.types.TestReport`: ``hidden/3``."""
    why: str
    """Why one might write it."""


@dataclass(frozen=True)
class Entry:
    """A challenge of the library, and what is kept beside it to check its tests."""

    challenge: Challenge
    """The challenge."""
    wrong: WrongProgram
    """What its tests must catch."""
    equivalent_mutants: Mapping[str, str] = field(default_factory=dict)
    """Changes of the Python reference that no test can notice, each with the reason."""
