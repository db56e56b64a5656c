"""Biome: what its recommended rules find in JavaScript."""

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from codeeval_gym.sandboxes.analysers._base import (
    ExternalTool,
    Opinion,
    complaint,
    is_executable,
    json_object,
    line_number,
    standalone,
)
from codeeval_gym.sandboxes.languages import Step, Toolchain, _gcc
from codeeval_gym.types import Finding, Run
from codeeval_gym.values import PlainDataError

__all__ = ["Biome"]

_OPTIONS = (
    "lint",
    "--reporter=rdjson",
    "--max-diagnostics=none",
    "--colors=off",
    # A challenge's function is unused as far as the text goes.
    "--skip=correctness/noUnusedVariables",
)
_ENDED = (0, 1)
_SILENCER = "biome-ignore"
_unavailable = complaint("biome", "Install it with npm (npm install -g @biomejs/biome).")


class Biome(ExternalTool):
    """Biome 2 or later, its own executable. Its comments that suppress are taken away.

    Layout is not judged: JavaScript has no one style of it.
    """

    name = "biome"
    reads = "javascript"
    ending = "cjs"
    main_file = "0.cjs"
    judges_style = True
    together = 16  # nearly all of its cost is starting
    rules: ClassVar[str] = " ".join(_OPTIONS)
    sample = "function add(a, b) {\n  return a + b;\n}\n"

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`.

        Raises:
            ToolUnavailable: If it is not there; says how to get it.
        """
        on_path = shutil.which("biome")
        if on_path is None:
            raise _unavailable("there is no biome on PATH.")
        path = next(filter(is_executable, _candidates(os.path.realpath(on_path))), None)
        if path is None:
            raise _unavailable(f"{on_path} has no executable of this machine beside it.")
        version = _gcc.ask(_unavailable, path, "--version").removeprefix("Version: ")
        return standalone(path, self.name, version, set(), mapped=mapped)

    def prepared(self, text: str) -> str:
        """See :meth:`ExternalTool.prepared`."""
        return text.replace(_SILENCER, "biome_ignore")

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """See :meth:`ExternalTool.command`."""
        variables = {"RAYON_NUM_THREADS": "1"}  # threads would only wait for one another
        return Step((toolchain.executable, *_OPTIONS, *files), environment=variables)

    def read(self, run: Run, count: int) -> list[Opinion]:
        """See :meth:`ExternalTool.read`.

        Raises:
            PlainDataError: If that is no end or no output of this tool.
        """
        if run.exit_code not in _ENDED:
            raise PlainDataError(f"biome ended with exit code {run.exit_code}")
        found: list[list[Finding]] = [[] for _ in range(count)]
        valid = [True] * count
        try:
            for said in json_object(run.stdout)["diagnostics"]:
                at, rule, finding = self._finding(said)
                found[at].append(finding)
                valid[at] = valid[at] and rule.startswith("lint/")  # else it did not parse
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise PlainDataError(f"not what biome writes: {error!r}") from None
        return [Opinion(tuple(one), sound) for one, sound in zip(found, valid, strict=True)]

    def _finding(self, said: dict[str, Any]) -> tuple[int, str, Finding]:
        place, rule = said["location"], str(said["code"]["value"])
        name = os.path.basename(place["path"])
        at = int(name.removesuffix(f".{self.ending}"))
        if at < 0:
            raise ValueError(f"no text of ours: {name}")
        line = line_number(place.get("range", {}).get("start", {}).get("line"))
        dimension = "security" if rule.startswith("lint/security/") else "style"
        short = rule.removeprefix("lint/")
        return at, rule, self.finding(dimension, short, line, str(said["message"]))


def _candidates(path: str) -> Iterator[str]:
    """The program itself, or that of this machine in the npm package beside a starter script."""
    yield path
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    for parent in list(Path(path).parents)[:4]:
        for library in ("", "-musl"):
            package = f"cli-linux-{machine}{library}"
            yield str(parent / package / "biome")
            yield str(parent / "node_modules/@biomejs" / package / "biome")
