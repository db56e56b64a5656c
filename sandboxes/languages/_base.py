"""The seam between a language and the sandboxes: what to start in a jail, and what it said."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from codeeval_gym.sandboxes.dependencies import Environment
from codeeval_gym.types import Limits

__all__ = [
    "Artefacts",
    "CompileReply",
    "ExecutedLanguage",
    "Failure",
    "Language",
    "Source",
    "Step",
    "Toolchain",
]

Artefacts = Mapping[str, bytes]
"""What a compiler made: file name to content."""


@dataclass(frozen=True)
class Toolchain:
    """What compiles and runs a language, as a jail sees it."""

    title: str
    """For people, e.g. ``CPython`` or ``g++``."""
    version: str
    """E.g. ``3.11.7``."""
    executable: str
    """Path inside the jail."""
    binds: tuple[tuple[str, str], ...]
    """Host path and the path inside the jail, each bound read-only."""
    links: tuple[tuple[str, str], ...] = ()
    """Path inside the jail and what it links to."""
    origin: str = ""
    """Where it was found, for people."""

    def __str__(self) -> str:
        return f"{self.title} {self.version} ({self.origin or self.executable})"


@dataclass(frozen=True)
class Source:
    """A program and how it will be used; both decide what is compiled."""

    files: Mapping[str, str]
    """File name to text; the program is the language's main file."""
    functions: tuple[str, ...] = ()
    """Functions that will be called, in the order of their numbers on the call channel. Empty for
    a program that reads standard input and prints."""
    packages: Environment | None = None
    """What the program may import beside the standard library; ``None`` for nothing."""


@dataclass(frozen=True)
class Step:
    """One process to start in a jail, in an empty work folder of its own."""

    command: tuple[str, ...]
    """The executable's path inside the jail, and its arguments."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Written to the work folder before, beside the job's own files."""
    image: bytes | None = None
    """An executable that is started instead of ``command[0]``; no file of it is in the jail."""
    produces: tuple[str, ...] = ()
    """Files and folders of the work folder that are taken out after exit code 0. A name that is
    not there is left out; links and special files are never followed."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables beside ``HOME``, ``LANG`` and ``PATH``."""


@dataclass(frozen=True)
class Failure:
    """What a compiler or a runtime said went wrong."""

    text: str
    """One line, the error's identity first: ``IndexError: …``, ``error[E0425]: …``."""
    line: int | None = None
    """The program's line, 1-based; ``None`` if not known."""
    kind: str = ""
    """``module`` if a module is not there, ``memory`` if memory ran out; else empty."""


@dataclass(frozen=True)
class CompileReply:
    """What a resident compiler says of one program."""

    artefacts: Artefacts
    """What it made; empty if the program was refused."""
    output: str
    """Its messages, for :meth:`ExecutedLanguage.compile_failure`; empty if it compiled."""
    is_last: bool
    """The process has done its share, or is not to be trusted with more: start another."""


class Language(ABC):
    """What a sandbox has to know of any language."""

    name: ClassVar[str]
    """Lower-case, as in ``Job.language``."""
    main_file: ClassVar[str]
    """The name of the program's file."""
    address_limit: ClassVar[bool] = True
    """False where the runtime reserves far more address space than it uses: there, memory is
    limited by the control group alone."""
    spare_processes: ClassVar[int] = 0
    """Threads that the runtime starts by itself, before the program has asked for any."""
    spare_memory_mb: ClassVar[int] = 0
    """Memory that the runtime itself needs, on top of the program's limit."""

    @abstractmethod
    def find(self, *, mapped: bool) -> Toolchain:
        """Find the toolchain on this machine.

        Args:
            mapped: Jails use mapped user ids, so files must be readable by others.

        Raises:
            LanguageUnavailable: If it is not there; names the package to install.
        """


class ExecutedLanguage(Language):
    """A language whose programs are processes of their own, compiled before or not.

    Knows commands, files and messages; starts nothing itself. A process that answers calls speaks
    the protocol of ``drivers/README.md``.
    """

    def compilation(self, toolchain: Toolchain, source: Source) -> Step | None:
        """The step that compiles; ``None`` where running does that."""
        return None

    def compile_service(
        self, toolchain: Toolchain, packages: Environment | None = None
    ) -> Step | None:
        """The process that compiles one program after the other; ``None`` where there is none.

        All of them have the same ``packages``, as :attr:`Source.packages`.

        It reads lines that :meth:`compile_request` wrote on descriptor 4, and answers each with one
        line on descriptor 3, for :meth:`compile_reply`. It ends when descriptor 4 does. A request
        is hostile text: the process may hang, grow or die of it. It is then ended, and that is a
        compile error of the program whose request it was working on, not of the next one.
        """
        return None

    def compile_request(self, source: Source) -> bytes:
        """One line that asks the resident compiler to compile a program.

        Raises:
            NotImplementedError: If the language has none.
        """
        raise NotImplementedError(f"{self.name} has no resident compiler")

    def compile_reply(self, line: bytes) -> CompileReply:
        """Read the line that came for one request.

        Raises:
            PlainDataError: If it is no reply: the process is not to be trusted with more.
            NotImplementedError: If the language has no resident compiler.
        """
        raise NotImplementedError(f"{self.name} has no resident compiler")

    def checking(self, toolchain: Toolchain, source: Source) -> Step:
        """The step that only compiles: exit code 0 where the program is accepted.

        Asked only of languages whose :meth:`compilation` gives ``None``, which have to have one.

        Raises:
            NotImplementedError: If the language has none.
        """
        raise NotImplementedError(f"{self.name} has neither a compilation nor a checking step")

    @abstractmethod
    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """The step that runs the program: with standard input, or answering calls.

        Args:
            toolchain: What :meth:`find` gave.
            source: The program.
            artefacts: What :meth:`compilation` produced; empty without one.
            limits: What the program may use, for runtimes that want to be told.
        """

    def compile_failure(self, output: str) -> Failure:
        """Read a compiler's messages, standard output and error joined."""
        lines = [line for line in output.splitlines() if line.strip()]
        return Failure(lines[0] if lines else "the compiler said nothing")

    def run_failure(self, stderr: str) -> Failure | None:
        """Read what a program that failed left on standard error; ``None`` if that says nothing.

        A program can write there what it likes: this names a failure, and never undoes one.
        """
        return None
