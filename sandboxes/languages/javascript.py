"""JavaScript on Node: its driver compiles and runs a program in one process.

A start-up snapshot and a code cache were measured and are not used: Node's own snapshot leaves
about 30 ms of CPU for a whole start, of which the driver is two.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import _host
from codeeval_gym.sandboxes.languages._base import (
    Artefacts,
    ExecutedLanguage,
    Failure,
    Source,
    Step,
    Toolchain,
)
from codeeval_gym.types import Limits

__all__ = ["JavaScriptLanguage"]

MINIMUM = (18, 0)
_DRIVERS = Path(__file__).parent / "drivers"
_FILES = ("javascript.js", "javascript_proc.js", "javascript_values.js")
_IN_JAIL = "/opt/codeeval-javascript"
_FLAGS = ("--v8-pool-size=1",)
_ENVIRONMENT = {
    "UV_THREADPOOL_SIZE": "2",
    "UV_USE_IO_URING": "0",  # the system-call filter ends a program that sets up a ring
}
_REMEDY = f"Install nodejs {MINIMUM[0]} or later."

_IDENTITY = re.compile(
    r"^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?(?:: (?P<message>.*))?$",
    re.M,
)
_LINE = re.compile(r"\bmain\.js:(\d+)")
_MISSING = re.compile(r"Cannot find (?:module|package) '")
_OUT_OF_MEMORY = re.compile(r"^FATAL ERROR: .*out of memory", re.M)


class JavaScriptLanguage(ExecutedLanguage):
    """Programs for Node, run as CommonJS scripts."""

    name = "javascript"
    main_file = "main.js"
    address_limit = False  # V8 reserves gigabytes for its heap and for pointer tables
    spare_processes = 12
    spare_memory_mb = 96

    def find(self, *, mapped: bool) -> Toolchain:
        """Find Node on the search path; see :meth:`Language.find`.

        Raises:
            LanguageUnavailable: If it is not there, or too old.
        """
        node = shutil.which("node")
        if node is None:
            raise LanguageUnavailable(self.name, "there is no node on the search path.", _REMEDY)
        version = _version(node)
        origin = real = os.path.realpath(node)
        if mapped and not _host.others_may_reach(real):
            real = str(_copy(real, version) / "node")
        folders = {os.path.dirname(library) for library in _host.libraries([real]).values()}
        binds = _host.outermost(folders | _host.loader_folders())
        return Toolchain(
            title="Node",
            version=version,
            executable=origin,
            binds=((real, origin), (str(_driver()), _IN_JAIL), *((path, path) for path in binds)),
            links=_host.loader_links(),
            origin=origin,
        )

    def checking(self, toolchain: Toolchain, source: Source) -> Step:
        """The step that only compiles; see :meth:`ExecutedLanguage.checking`."""
        return _step(toolchain, (), ("--check", self.main_file))

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """The step that runs the program; see :meth:`ExecutedLanguage.execution`."""
        heap = f"--max-old-space-size={limits.memory_mb}"
        return _step(toolchain, (heap,), (self.main_file, *source.functions))

    def compile_failure(self, output: str) -> Failure:
        """Read what the driver says of a syntax error."""
        return self.run_failure(output) or super().compile_failure(output)

    def run_failure(self, stderr: str) -> Failure | None:
        """Read what Node prints of an uncaught error."""
        if _OUT_OF_MEMORY.search(stderr):
            return Failure("RangeError: JavaScript heap out of memory", kind="memory")
        found = _IDENTITY.search(stderr)
        if found is None:
            return None
        place = _LINE.search(stderr)
        return Failure(
            found.group().removeprefix("Uncaught "),
            int(place[1]) if place else None,
            "module" if _MISSING.match(found["message"] or "") else "",
        )


def _step(toolchain: Toolchain, flags: tuple[str, ...], arguments: tuple[str, ...]) -> Step:
    driver = f"{_IN_JAIL}/{_FILES[0]}"
    command = (toolchain.executable, *_FLAGS, *flags, driver, *arguments)
    return Step(command, environment=_ENVIRONMENT)


def _version(node: str) -> str:
    try:
        done = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=True, timeout=60
        )
        version = done.stdout.strip().removeprefix("v")
        numbers = tuple(int(part) for part in version.split(".")[:2])
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        missing = f"{node} does not say which version it is ({error})."
        raise LanguageUnavailable(JavaScriptLanguage.name, missing, _REMEDY) from error
    if numbers < MINIMUM:
        raise LanguageUnavailable(JavaScriptLanguage.name, f"{node} is {version}.", _REMEDY)
    return version


def _copy(node: str, version: str) -> Path:
    """Others may not reach ``node`` where it lies: a folder with a copy that they may."""
    facts = os.stat(node)
    identity = f"{node} {version} {facts.st_size} {facts.st_mtime_ns}"
    return _host.laid_out("node", identity, lambda folder: _host.copy_file(node, folder / "node"))


def _driver() -> Path:
    """A folder with the driver's files that any user may read."""
    texts = {name: (_DRIVERS / name).read_text("utf-8") for name in _FILES}

    def fill(folder: Path) -> None:
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")

    return _host.laid_out("javascript-driver", "".join(texts.values()), fill)
