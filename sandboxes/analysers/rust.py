"""Clippy and rustfmt: what Rust's own project says of a program and of its layout.

Both are linked with the compiler's own libraries, so a jail is shown the compiler's layout and,
beside it, the tool.
"""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.analysers._base import (
    ExternalTool,
    Opinion,
    complaint,
    json_object,
    line_number,
)
from codeeval_gym.sandboxes.languages import RustLanguage, Step, Toolchain, _gcc, _host
from codeeval_gym.types import Run
from codeeval_gym.values import PlainDataError

__all__ = ["Clippy", "Rustfmt"]

_INSIDE = "/opt/codeeval/rust-tools"
_LINTS = (
    "clippy::all",
    "unused_assignments",
    "unused_imports",
    "unused_must_use",
    "unused_mut",
    "unused_variables",
    "unreachable_code",
)
"""Groups and lints that no attribute of the text can switch off. What is never called is no fault:
a challenge's function is not, as far as the text goes."""
_OF_CLIPPY = ("--edition=2021", "--crate-type=lib", "--crate-name=program", "--error-format=json")
_HIDES = re.compile(r"\bclippy\b(?!\s*::)")
"""Clippy sets a condition of its name, by which a text could show it another program."""
_MISSING_CRATE = ("E0432", "E0433", "E0463")
_OF_RUSTFMT = ("--check", "--edition=2021", "--color=never")
_SKIPS = re.compile(r"\brustfmt")


class _RustTool(ExternalTool):
    reads = "rust"
    ending = "rs"
    main_file = "0.rs"
    judges_style = True
    sample = "pub fn add(a: i64, b: i64) -> i64 {\n    a + b\n}\n"
    binary: ClassVar[str]
    package: ClassVar[str]

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`.

        Raises:
            ToolUnavailable: If it is not there; says how to get it.
        """
        remedy = f"Install {self.package} (rustup component add, or apt-get install)."
        unavailable = complaint(self.name, remedy)
        try:
            compiler = RustLanguage().find(mapped=mapped)
        except LanguageUnavailable as error:
            raise unavailable(f"it needs rustc: {error.missing}") from error
        path = _installed(self.binary, compiler)
        if path is None:
            raise unavailable(f"there is no {self.binary} beside {compiler.origin}.")
        version = _gcc.ask(unavailable, path, "--version").partition(" ")[2]
        facts = os.stat(path)
        folder = _host.laid_out(
            self.binary,
            f"{path} {version} {facts.st_size} {facts.st_mtime_ns}",
            lambda into: _host.copy_file(path, into / self.binary),
        )
        return Toolchain(
            title=self.name,
            version=version,
            executable=f"{_INSIDE}/{self.binary}",
            binds=(*compiler.binds, (str(folder), _INSIDE)),
            links=compiler.links,
            origin=path,
        )


class Clippy(_RustTool):
    """Clippy's default lints. No attribute of the text silences them.

    It sees no packages: a program that uses some is judged as far as the compiler gets.
    """

    name = "clippy"
    binary = "clippy-driver"
    package = "rust-clippy"
    rules: ClassVar[str] = " ".join((*_LINTS, *_OF_CLIPPY, *_MISSING_CRATE))

    def prepared(self, text: str) -> str:
        """See :meth:`ExternalTool.prepared`."""
        return _HIDES.sub("clipp_", text)

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """See :meth:`ExternalTool.command`."""
        sysroot = _sysroot(toolchain)
        forced = [word for lint in _LINTS for word in ("--force-warn", lint)]
        options = (*_OF_CLIPPY, f"--sysroot={sysroot}", "--emit=metadata", *forced)
        variables = {"LD_LIBRARY_PATH": f"{sysroot}/lib"}
        return Step((toolchain.executable, *options, *files), environment=variables)

    def read(self, run: Run, count: int) -> list[Opinion]:
        """See :meth:`ExternalTool.read`.

        Raises:
            PlainDataError: If that is no end or no output of this tool.
        """
        if run.exit_code not in (0, 1):
            raise PlainDataError(f"clippy ended with exit code {run.exit_code}")
        findings, valid = [], True
        for line in filter(None, run.stderr.split("\n")):
            said = json_object(line)
            code, message = said.get("code"), str(said.get("message"))
            name = str(code.get("code")) if isinstance(code, dict) else ""
            place = _line(said.get("spans"))
            if place is None:  # on the whole: how many there were, or that it could not work
                if said.get("level") == "error" and not message.startswith("aborting due to"):
                    raise PlainDataError(f"clippy could not work: {message[:100]}")
            elif name.startswith("clippy::") or name in _LINTS:
                short = name.removeprefix("clippy::")
                findings.append(self.finding("style", short, place, message))
            elif said.get("level") == "error" and name not in _MISSING_CRATE:
                valid = False
                findings.append(self.finding("style", name or "error", place, message))
        return [Opinion(tuple(findings), valid)]


class Rustfmt(_RustTool):
    """Layout as rustfmt would have it: one finding for each line that it would change."""

    name = "rustfmt"
    binary = "rustfmt"
    package = "rustfmt"
    rules: ClassVar[str] = " ".join(_OF_RUSTFMT)

    def prepared(self, text: str) -> str:
        """See :meth:`ExternalTool.prepared`."""
        ended = text if text.endswith("\n") else text + "\n"  # as for Python, that is no fault
        return _SKIPS.sub("rustfm_", ended)

    def command(self, toolchain: Toolchain, files: Sequence[str]) -> Step:
        """See :meth:`ExternalTool.command`."""
        variables = {"LD_LIBRARY_PATH": f"{_sysroot(toolchain)}/lib"}
        return Step((toolchain.executable, *_OF_RUSTFMT, *files), environment=variables)

    def read(self, run: Run, count: int) -> list[Opinion]:
        """See :meth:`ExternalTool.read`.

        Raises:
            PlainDataError: If that is no end or no output of this tool.
        """
        if run.exit_code not in (0, 1):
            raise PlainDataError(f"rustfmt ended with exit code {run.exit_code}")
        findings, place, valid = [], 1, True
        for line in run.stdout.split("\n"):
            header = re.match(r"Diff in .*?(?: at line |:)(\d+):$", line)
            if header is not None:
                place = line_number(header[1])
            elif line[:1] in (" ", "-"):
                if line[0] == "-":
                    findings.append(self.finding("style", "layout", place, line[1:].strip()))
                place += 1
        if run.exit_code == 1 and not findings:
            valid = run.stdout.startswith("Diff in ")  # only lines to add; else it did not parse
            findings.append(
                self.finding("style", "layout" if valid else "error", place, run.stderr)
            )
        return [Opinion(tuple(findings), valid)]


def _installed(binary: str, compiler: Toolchain) -> str | None:
    """The tool of this very compiler, not a version manager's starter of one."""
    beside = Path(compiler.origin).parent / binary
    if beside.exists():
        return os.path.realpath(beside)
    found = shutil.which(binary)
    real = os.path.realpath(found) if found else ""
    return real if os.path.basename(real) == binary else None


def _sysroot(toolchain: Toolchain) -> str:
    """Where the jail has the compiler: in the toolchain's last bind but one."""
    return toolchain.binds[-2][1]


def _line(spans: Any) -> int | None:
    found = spans if isinstance(spans, list) else []
    own = [item for item in found if isinstance(item, dict) and item.get("is_primary")]
    return line_number(own[0].get("line_start")) if own else None
