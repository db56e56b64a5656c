"""What a sandbox is asked to execute, and what executing it gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from codeeval_gym.types._limits import Limits, Usage
from codeeval_gym.values import Plain

__all__ = ["Call", "Check", "Compile", "Input", "Job", "Outcome", "Returned", "Run", "Stdin"]


class Outcome(StrEnum):
    """How one run ended, before anything is compared."""

    FINISHED = "finished"
    """It ran to its end (exit code 0), or the function returned."""
    COMPILE_ERROR = "compile_error"
    """The source was refused before any of it ran."""
    UNKNOWN_MODULE = "unknown_module"
    """It imported a module that is not there."""
    RUNTIME_ERROR = "runtime_error"
    """An uncaught exception, a non-zero exit code, a signal, or an end without an answer."""
    TIME_LIMIT = "time_limit"
    """The wall or CPU limit ended it."""
    MEMORY_LIMIT = "memory_limit"
    """The memory limit ended it."""
    OUTPUT_LIMIT = "output_limit"
    """It wrote more than its output or disk limit."""
    FORBIDDEN = "forbidden"
    """It made a system call that no honest program makes, and was killed for it."""


@dataclass(frozen=True)
class Stdin:
    """Run the program as a script, once, with this text on standard input."""

    text: str = ""
    """Delivered as UTF-8 exactly as it stands; a lone surrogate stands for a raw byte."""


@dataclass(frozen=True)
class Call:
    """Load the program once, then call one of its functions."""

    function: str
    """Name of a top-level function."""
    args: tuple[Plain, ...] = ()
    """Positional arguments, plain data."""


@dataclass(frozen=True)
class Check:
    """Let trusted test code, in a jail of its own, call the program's function by message."""

    code: str
    """Defines ``check(candidate)``, which raises unless the candidate is right."""
    function: str
    """Name of the program's function that ``candidate`` stands for."""


@dataclass(frozen=True)
class Compile:
    """Only compile the program; run nothing."""


Input = Stdin | Call | Check | Compile


@dataclass(frozen=True)
class Job:
    """One program and the inputs to run it on."""

    language: str
    """Lower-case name: ``python``, ``javascript``, ``java``, ``cpp`` or ``rust``."""
    files: Mapping[str, str]
    """Relative file name to text. The program is the file that the language starts with."""
    inputs: tuple[Input, ...]
    """All of one class. Calls share one process; every :class:`Stdin` gets its own."""
    limits: Limits = field(default_factory=Limits)
    """For all inputs together."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Environment variables beside the few fixed ones."""
    requirements: tuple[str, ...] = ()
    """Packages the program may import, by the names of the sandbox's allow-list."""


@dataclass(frozen=True)
class Returned:
    """What a called function returned."""

    value: Plain
    """Plain data, decoded on the trusted side."""


@dataclass(frozen=True)
class Run:
    """What executing one input gave. Says nothing about right or wrong."""

    outcome: Outcome
    """How it ended."""
    compiled: bool = False
    """The compiler accepted the program; no program can claim that before it is compiled."""
    exit_code: int | None = None
    """The process's exit code; ``None`` if it did not end by itself."""
    signal: int | None = None
    """The signal that ended the process; ``None`` if none did."""
    stdout: str = ""
    """At most ``output_kb``; bytes that are not UTF-8 come as lone surrogates."""
    stderr: str = ""
    """As ``stdout``."""
    usage: Usage = field(default_factory=Usage)
    """For :class:`Call` inputs the figures of the shared process, the same in each run."""
    returned: Returned | None = None
    """For :class:`Call` inputs, what came back; ``None`` if no well-formed answer came."""
    error: str | None = None
    """One line on what went wrong, e.g. ``ZeroDivisionError: division by zero``; else ``None``."""
    error_line: int | None = None
    """The program's line where it went wrong, 1-based; ``None`` if not known."""
    raised: str | None = None
    """Class of the exception that the called function raised, as its process says: ``ValueError``,
    ``std::out_of_range``, ``panic`` …; ``None`` if it raised none, or could not be called."""
