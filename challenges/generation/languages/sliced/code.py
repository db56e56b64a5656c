"""What is known of a code base in a language whose files are cut by their syntax tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from codeeval_gym.types import Param
from codeeval_gym.values import Plain

__all__ = ["MISSING", "Code", "Function", "Item"]

MISSING = "\0missing"
"""Stands for a default value that there is not, or that is not known."""


@dataclass(frozen=True)
class Item:
    """A definition that a program may need: a function, a constant, a type."""

    names: tuple[str, ...]
    """What it defines; names of its language, of their class where they have one."""
    text: str
    """What stands in a program for it."""
    uses: frozenset[str]
    """Names that it mentions."""
    path: str
    """Its file."""
    line: int
    """Where it begins, 1-based."""
    follows: frozenset[str] = frozenset()
    """Names that bring it along, e.g. the type that an ``impl`` is for."""
    declaration: str = ""
    """What has to be said before it may be used; empty where nothing has."""


@dataclass(frozen=True)
class Function:
    """A function that a challenge may be made of."""

    item: Item
    """Its definition."""
    name: str
    """Its name for people, unique in its file."""
    entry: str
    """Its plain name."""
    last_line: int
    """Where it ends, 1-based."""
    header: str
    """Its text up to the brace that opens its body, without it."""
    body: str
    """The text between its braces."""
    comment: str
    """The comment above it, as it stands there; empty if none."""
    params: tuple[Param, ...]
    """Its parameters, with neutral types; ``any`` where a type is none of those."""
    returns: str
    """Neutral type of its answer; ``any`` likewise."""
    defaults: tuple[Plain, ...] = ()
    """For each parameter its default value, or :data:`MISSING`."""
    owner: str = ""
    """The class that it stands in; empty if none."""
    reason: str = ""
    """Why no challenge can be made of it; empty if nothing speaks against it."""


@dataclass(frozen=True)
class Code:
    """All files of one language."""

    functions: tuple[Function, ...] = ()
    """In the order of files and lines."""
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    """What defines each name."""
    followers: tuple[Item, ...] = ()
    """Items that come along with others."""
    broken: tuple[str, ...] = ()
    """Files with syntax errors."""
    imports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each file, the lines that bring in what is not of this code base."""
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each file, the file of this code base that each imported name stands for. A file that is
    here knows no other names but its own."""
