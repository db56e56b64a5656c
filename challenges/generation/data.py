"""What generation knows of a code base, from a file that was read to a test that was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from codeeval_gym.types import Compare, Param
from codeeval_gym.values import Plain

__all__ = [
    "Candidate",
    "Document",
    "Effect",
    "Example",
    "Masked",
    "Origin",
    "Repository",
    "Skip",
    "Source",
]


class Effect(StrEnum):
    """What a function does beside giving an answer; the strongest of what was found."""

    PURE = "pure"
    """Nothing: the same arguments give the same answer."""
    STATE = "state"
    """It reads or changes an object or a global that outlives the call."""
    FILES = "files"
    """It touches files, processes, the environment or the console."""
    CLOCK_OR_RANDOM = "clock or random"
    """Its answer depends on the time or on chance."""
    NETWORK = "network"
    """It talks to other machines."""


@dataclass(frozen=True)
class Source:
    """One file of code, read as text and never executed outside the sandbox."""

    path: str
    """Relative to the repository, with ``/``."""
    text: str
    """Its text."""
    language: str
    """Lower-case name."""


@dataclass(frozen=True)
class Document:
    """One file of prose: a README, a manual's page."""

    path: str
    """Relative to the repository, with ``/``."""
    text: str
    """Its text."""


@dataclass(frozen=True)
class Origin:
    """Where a code base comes from and what its owner allows."""

    name: str
    """The project's name, e.g. ``boltons``."""
    version: str = ""
    """Its version; empty if nothing says."""
    commit: str = ""
    """The commit that is checked out, 40 hexadecimal digits; empty outside version control."""
    licence: str = "unknown"
    """SPDX identifier."""
    licence_path: str = ""
    """The file that says so; empty if there is none."""


@dataclass(frozen=True)
class Repository:
    """A code base, read once."""

    root: str
    """The folder it was read from. Nothing is ever written there, and no record names it."""
    origin: Origin
    """Where it comes from."""
    sources: tuple[Source, ...] = ()
    """Its code, its tests too, sorted by path."""
    documents: tuple[Document, ...] = ()
    """Its prose, sorted by path."""
    data: Mapping[str, str] = field(default_factory=dict)
    """Other small text files by path, which its test suite may read."""
    skipped: tuple["Skip", ...] = ()
    """Files that could not be read, and why."""


@dataclass(frozen=True)
class Skip:
    """Something that becomes no challenge."""

    subject: str
    """A path, or ``path::name`` of a function."""
    reason: str
    """Why, in words that are the same for all of its kind: they are counted."""
    detail: str = ""
    """What exactly, where there is more to say."""


@dataclass(frozen=True)
class Candidate:
    """A function or method that may become a challenge."""

    language: str
    """Lower-case name."""
    path: str
    """The file it stands in."""
    name: str
    """Its name in that file: ``chunked``, ``Table.get_cell``."""
    first_line: int
    """Its first line, decorators and leading comment included, 1-based."""
    last_line: int
    """Its last line."""
    header: str
    """The signature as it stands in the file, without body and documentation."""
    body: str
    """What has to be written: the body as it stands in the file, without documentation."""
    documentation: str
    """Docstring or documentation comment, markers and indentation removed; empty if none."""
    comments: tuple[str, ...] = ()
    """Comments right above the definition, without their markers."""
    params: tuple[Param, ...] = ()
    """Its parameters, in order, with neutral types."""
    returns: str = "any"
    """Neutral type of what it returns."""
    effect: Effect = Effect.PURE
    """What it does beside giving an answer."""
    calls: tuple[str, ...] = ()
    """Names that its body uses and does not define itself, sorted."""
    module_documentation: str = ""
    """What its file or class says of itself; empty if it says nothing."""
    literals: tuple[Plain, ...] = ()
    """Constants in its body, in order, each once: good inputs lie near them."""

    @property
    def id(self) -> str:
        """``path::name``; unique in a repository."""
        return f"{self.path}::{self.name}"


@dataclass(frozen=True)
class Masked:
    """A candidate without its body, as a program that can be completed and run by itself."""

    candidate: Candidate
    """What it was made of."""
    entry: str
    """The function that tests call with plain data. Where the candidate cannot be called so (a
    generator, a method), the function of this name that the adapter defines."""
    params: tuple[Param, ...]
    """Parameters of ``entry``."""
    returns: str
    """Neutral type of what ``entry`` returns."""
    starter: str
    """What a program continues: imports, helpers, and, last, the header and documentation of what
    has to be written."""
    reference: str
    """The original definition, as a program that is joined to the starter by the engine."""
    program: str
    """The reference as a whole program that runs by itself, starter and adapter included."""
    adapter: str = ""
    """Put below every program, so that tests can call it: defines ``entry``. Empty where they can
    call what is written as it is."""
    helpers: tuple[str, ...] = ()
    """Names of this code base that the starter brings and the program may call."""
    calling: str = ""
    """Where ``entry`` is an adapter: one or two sentences on how tests use what is written."""


@dataclass(frozen=True)
class Example:
    """A call and what the original gave, plain data on both sides."""

    args: tuple[Plain, ...]
    """Arguments of the entry function."""
    expected: Plain
    """What it returned; the class name of what it raised if ``compare`` is ``raises``, which is a
    test only where the documentation names that class."""
    origin: str
    """``doctest``, ``unit_test``, ``recorded`` or ``differential``."""
    compare: Compare = field(default_factory=lambda: Compare("strict"))
    """How an answer is compared."""
