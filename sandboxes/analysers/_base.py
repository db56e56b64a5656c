"""The seam between an external analyser and the sandboxes: what to start, and what it said."""

import json
import os
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from codeeval_gym.errors import ToolUnavailable
from codeeval_gym.sandboxes.languages import (
    Artefacts,
    ExecutedLanguage,
    Source,
    Step,
    Toolchain,
    _host,
)
from codeeval_gym.types import Finding, Job, Limits, Run, Stdin
from codeeval_gym.values import PlainDataError

__all__ = [
    "ANALYSIS_LIMITS",
    "ExternalTool",
    "Opinion",
    "complaint",
    "is_executable",
    "json_object",
    "line_number",
    "standalone",
]

ANALYSIS_LIMITS = Limits(
    wall_seconds=30.0, cpu_seconds=10.0, memory_mb=1024, output_kb=4096, processes=64, disk_mb=32
)
"""An analyser reads hostile text, so it has limits of its own."""
_MAX_MESSAGE = 200


@dataclass(frozen=True)
class Opinion:
    """What a tool says of one text."""

    findings: tuple[Finding, ...] = ()
    """Style and security; a rule's name begins with the tool's."""
    valid: bool = True
    """False where the tool says that the text is no program of its language."""


class ExternalTool(ExecutedLanguage):
    """An analyser that is a program of its own, started in a jail for a few texts at a time.

    It knows commands, files and messages; it starts nothing itself. A sandbox takes it for a
    language whose programs are the texts: :meth:`find` says what the jail is shown.
    """

    reads: ClassVar[str]
    """The language of the texts."""
    ending: ClassVar[str]
    """By it the tool knows the language: texts are ``0.ENDING``, ``1.ENDING`` …, and
    ``main_file`` is the first."""
    judges_style: ClassVar[bool]
    """Whether it has an opinion on style."""
    together: ClassVar[int] = 1
    """Texts that one process reads. More than 1 only where one cannot change what is said of
    another."""
    rules: ClassVar[str]
    """Whatever decides, beside the version, what it finds: options, a configuration. Part of the
    fingerprint that scores compare within."""
    limits: ClassVar[Limits] = ANALYSIS_LIMITS
    """What one process may use, whatever the texts' challenges allow."""
    sample: ClassVar[str]
    """A text of its language that it has nothing to say of."""

    def job(self, texts: Sequence[str]) -> Job:
        """The job that has the tool read these texts.

        Args:
            texts: One to :attr:`together` of them.
        """
        files = {f"{at}.{self.ending}": self.prepared(text) for at, text in enumerate(texts)}
        return Job(self.name, files, (Stdin(""),), self.limits)

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """See :meth:`ExecutedLanguage.execution`."""
        return self.command(toolchain, tuple(source.files))

    def prepared(self, text: str) -> str:
        """The text, with what would silence the tool taken away and every line where it was."""
        return text

    @abstractmethod
    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """The process that reads these files of its work folder."""

    @abstractmethod
    def read(self, run: Run, count: int) -> list[Opinion]:
        """Read what a process that ended by itself said.

        A hostile text may have made it say anything, so this decodes plain data and no more.

        Args:
            run: Its exit code and what it wrote, at most ``limits.output_kb``.
            count: How many texts it was given.

        Returns:
            One opinion each, in order.

        Raises:
            PlainDataError: If that is no end or no output of this tool: it did not get through.
        """

    def finding(self, dimension: str, rule: str, line: int, message: str) -> Finding:
        """A finding under this tool's name, its message on one bounded line."""
        text = " ".join(message.split())
        return Finding(dimension, f"{self.name}:{rule}"[:_MAX_MESSAGE], line, text[:_MAX_MESSAGE])


def complaint(name: str, remedy: str) -> Callable[[str], ToolUnavailable]:
    """Makes the error to raise of what is missing, one sentence.

    Args:
        name: The tool's.
        remedy: How to get it, one sentence.
    """
    return lambda missing: ToolUnavailable(name, missing, remedy)


def is_executable(path: str | Path) -> bool:
    """True for a program of the machine's own format: a script would need what a jail has not."""
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"\x7fELF" and os.access(path, os.X_OK)
    except OSError:
        return False


def _readable(path: str, version: str, *, mapped: bool) -> str:
    """A path to the executable that a jail may read: its own, or that of a copy.

    Args:
        path: Without links.
        version: Of the tool.
        mapped: Jails use mapped user ids, so files must be readable by others.
    """
    if not mapped or _host.others_may_reach(path):
        return path
    name, facts = os.path.basename(path), os.stat(path)
    identity = f"{path} {version} {facts.st_size} {facts.st_mtime_ns}"
    folder = _host.laid_out(name, identity, lambda into: _host.copy_file(path, into / name))
    return str(folder / name)


def standalone(path: str, name: str, version: str, folders: set[str], *, mapped: bool) -> Toolchain:
    """What a jail is shown of a tool that is one executable: it, its libraries, some folders.

    Args:
        path: The executable, without links.
        name: The tool's, and the executable's in the jail's ``/usr/bin``.
        version: Of the tool.
        folders: What else it reads, where it is.
        mapped: Jails use mapped user ids, so files must be readable by others.
    """
    shown = {os.path.dirname(library) for library in _host.libraries([path]).values()} | folders
    inside = f"/usr/bin/{name}"
    return Toolchain(
        title=name,
        version=version,
        executable=inside,
        binds=(
            (_readable(path, version, mapped=mapped), inside),
            *((one, one) for one in _host.outermost(shown | _host.loader_folders())),
        ),
        links=_host.loader_links(),
        origin=path,
    )


def json_object(text: str) -> dict[str, Any]:
    """One JSON object that a tool wrote.

    Raises:
        PlainDataError: If it is none.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlainDataError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise PlainDataError(f"not an object: {text[:40]!r}")
    return value


def line_number(value: object) -> int:
    """A line, 1-based, whatever a tool made of it."""
    number = int(value) if isinstance(value, int | str) and str(value).isdecimal() else 1
    return min(max(number, 1), 1 << 20)
