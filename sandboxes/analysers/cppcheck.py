"""Cppcheck: memory errors and style of C++."""

import os
import re
import shutil
from collections.abc import Sequence
from glob import glob
from typing import ClassVar

from codeeval_gym.sandboxes.analysers._base import (
    ExternalTool,
    Opinion,
    complaint,
    is_executable,
    line_number,
    standalone,
)
from codeeval_gym.sandboxes.languages import Step, Toolchain, _gcc
from codeeval_gym.types import Run
from codeeval_gym.values import PlainDataError

__all__ = ["Cppcheck"]

_SETTINGS = ("/usr/share/cppcheck", "/usr/lib/*/cppcheck", "/usr/local/share/Cppcheck")
"""Where distributions have what it knows of the standard library."""
_OPTIONS = (
    "--quiet",
    "--language=c++",
    "--std=c++17",
    "--enable=warning,style,performance,portability",
    "--template={severity}\t{id}\t{line}\t{message}",
    "--template-location=",
)
_NOT_READ = ("syntaxError", "cppcheckError", "internalError", "internalAstError", "unknownMacro")
_DIMENSIONS = {
    "error": "security",
    "warning": "style",
    "style": "style",
    "performance": "style",
    "portability": "style",
}
"""What it calls an error is memory that is read or written where it must not be, or lost."""
_unavailable = complaint("cppcheck", "Install the package cppcheck (apt-get install cppcheck).")


class Cppcheck(ExternalTool):
    """Cppcheck 2 or later. Comments that suppress are ignored: they have to be switched on."""

    name = "cppcheck"
    reads = "cpp"
    ending = "cpp"
    main_file = "0.cpp"
    judges_style = True
    rules: ClassVar[str] = " ".join((*_OPTIONS, *_NOT_READ, repr(_DIMENSIONS)))
    sample = "int add(int a, int b) {\n  return a + b;\n}\n"

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`.

        Raises:
            ToolUnavailable: If it is not there; says how to get it.
        """
        found = shutil.which("cppcheck")
        path = os.path.realpath(found) if found is not None else ""
        if not is_executable(path):
            raise _unavailable("there is no cppcheck on PATH that is a program of its own.")
        version = _gcc.ask(_unavailable, path, "--version").removeprefix("Cppcheck ")
        settings = {folder for one in _SETTINGS for folder in glob(one)}
        return standalone(path, self.name, version, settings, mapped=mapped)

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """See :meth:`ExternalTool.command`."""
        return Step((toolchain.executable, *_OPTIONS, *files))

    def read(self, run: Run, count: int) -> list[Opinion]:
        """See :meth:`ExternalTool.read`.

        Raises:
            PlainDataError: If that is no end or no output of this tool.
        """
        if run.exit_code != 0:
            raise PlainDataError(f"cppcheck ended with exit code {run.exit_code}")
        findings, valid = [], True
        for line in run.stderr.split("\n"):
            said = re.match(r"(\w+)\t(\w+)\t(\d+)\t(.*)", line)
            if said is None or said[1] not in _DIMENSIONS:  # "information": on itself
                continue
            valid = valid and said[2] not in _NOT_READ
            place = line_number(said[3])
            findings.append(self.finding(_DIMENSIONS[said[1]], said[2], place, said[4]))
        return [Opinion(tuple(findings), valid)]
