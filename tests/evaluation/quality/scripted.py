"""An external analyser made for tests: a few lines of Python that do what the texts say."""

from collections.abc import Sequence
from dataclasses import replace

from codeeval_gym.errors import ToolUnavailable
from codeeval_gym.sandboxes.analysers import ExternalTool, Opinion
from codeeval_gym.sandboxes.languages import PythonLanguage, Step, Toolchain
from codeeval_gym.types import Limits, Run
from codeeval_gym.values import PlainDataError, decode

__all__ = ["Broken", "Ghost", "Scripted"]

_PROGRAM = """
import os, sys
said = []
for name in sys.argv[1:]:
    text = open(name).read()
    if "CRASH" in text:
        os.kill(os.getpid(), 11)
    while "LOOP" in text:
        pass
    if "FLOOD" in text:
        print("x" * (1 << 21))
    if "GARBAGE" in text:
        print("}{")
    lines = text.split("\\n")
    said.append([
        [[at, "style" if "UGLY" in line else "security"] for at, line in enumerate(lines, 1)
         if "UGLY" in line or "RISKY" in line],
        "BROKEN" not in text,
    ])
print(__import__("json").dumps(said))
"""


class Scripted(ExternalTool):
    """Finds the words ``UGLY`` and ``RISKY`` in Rust, and fails by other words."""

    name = "scripted"
    reads = "rust"
    ending = "rs"
    main_file = "0.rs"
    judges_style = True
    together = 3
    rules = "UGLY RISKY"
    sample = "fn f() {}\n"
    limits = Limits(cpu_seconds=0.5, wall_seconds=5.0, output_kb=64)

    def find(self, *, mapped: bool) -> Toolchain:
        return replace(PythonLanguage(None).find(mapped=mapped), title=self.name, version="1.0")

    def prepared(self, text: str) -> str:
        return text.replace("QUIET", "")

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        return Step((toolchain.executable, "-I", "-c", _PROGRAM, *files))

    def read(self, run: Run, count: int) -> list[Opinion]:
        if run.exit_code != 0:
            raise PlainDataError("it failed")
        return [
            Opinion(
                tuple(self.finding(kind, "word", line, "a word") for line, kind in words), valid
            )
            for words, valid in decode(run.stdout)
        ]


class Broken(Scripted):
    """Does not even get through its sample."""

    name = "scripted-broken"
    sample = "GARBAGE"


class Ghost(Scripted):
    """A tool that this machine has not got."""

    name = "scripted-ghost"

    def find(self, *, mapped: bool) -> Toolchain:
        raise ToolUnavailable(self.name, "there is no ghost.", "Install the package ghost.")
