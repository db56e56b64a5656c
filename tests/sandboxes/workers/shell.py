"""A language made for tests: a program is Python source that a cold interpreter runs.

Compiling copies it, so that all of the path is taken that compiled languages take.
"""

from codeeval_gym.sandboxes.languages import (
    Artefacts,
    ExecutedLanguage,
    Failure,
    Source,
    Step,
    Toolchain,
)
from codeeval_gym.sandboxes.languages.python import find_python
from codeeval_gym.types import Limits

__all__ = ["COMPILER", "Cold"]

COMPILER = """
import os, sys
text = open("main.txt").read()
if text.startswith("refuse"):
    sys.exit("main.txt:3: refused")
if text.startswith("compile:"):
    exec(text.removeprefix("compile:"))
open("program.py", "w").write(text)
"""
"""What begins with ``compile:`` is executed by the compiler: a compiler that was taken over."""


class Cold(ExecutedLanguage):
    """Counts how often it was asked for a compile step."""

    name = "cold"
    main_file = "main.txt"

    def find(self, *, mapped: bool) -> Toolchain:
        return find_python(mapped=mapped)

    def compilation(self, toolchain: Toolchain, source: Source) -> Step:
        command = (toolchain.executable, "-I", "-S", "-c", COMPILER)
        return Step(command, produces=("program.py", "more", "absent"))

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        command = (toolchain.executable, "-I", "-S", "program.py", *source.functions)
        return Step(command, files=artefacts, environment={"COLD": "1"})

    def compile_failure(self, output: str) -> Failure:
        return Failure(output.strip(), 3)

    def run_failure(self, stderr: str) -> Failure | None:
        last = stderr.strip().splitlines()[-1:]
        return Failure(last[0], kind="module" if "No module" in stderr else "") if last else None
