"""Rust by rustc alone, one file and no cargo: a driver compiled beforehand, types found by rustc.

The toolchain is always laid out anew: a version manager keeps it where a jail may not read, and
rustc and its linker find their own files through ``/proc``, which a jail does not have. So paths
are said, one link of it is there, and the linker lies where its wrapper would have started it from.
Rust's library is linked dynamically: that halves the time to link, and programs are 20 to 90 KB, of
which many can be kept.
"""

import os
import re
import shutil
from pathlib import Path

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import _gcc, _host
from codeeval_gym.sandboxes.languages._base import (
    Artefacts,
    ExecutedLanguage,
    Failure,
    Source,
    Step,
    Toolchain,
)
from codeeval_gym.types import Limits

__all__ = ["RustLanguage"]

_DRIVER = Path(__file__).parent / "drivers" / "rust.rs"
_INSIDE = "/opt/codeeval/rust"
"""Where a jail has the toolchain and the driver."""
_OLDEST = (1, 63)
_OWN_LIBRARIES = ("librustc", "libstd-", "libtest-", "libLLVM")

_FLAGS = ("--edition=2021", "-Cdebuginfo=0", "-Copt-level=1", "-Cprefer-dynamic")
# Overflow is an error, as where people try their programs; warnings are not worth their time.
_PROGRAM = ("-Coverflow-checks=on", "-Ccodegen-units=1", "--cap-lints=allow", "--color=never")

_CALLS = '#[path="calls.rs"] mod codeeval_calls;'

_ERROR = re.compile(r"^error(?:\[E\d+\])?: .*$", re.MULTILINE)
_OWN_LINE = re.compile(r"^ *--> main\.rs:(\d+):", re.MULTILINE)
_ANY_PLACE = re.compile(r"^ *--> \S+:\d+:", re.MULTILINE)
_MISSING = re.compile(
    r"error\[E04(?:"
    r"32\]: unresolved imports? `(?!(?:std|core|alloc|crate|self|super)\b)"
    r"|33\]: .*(?:unlinked crate|undeclared crate or module|module or crate) `"
    r"|63\]: can't find crate for `)"
)
_PANIC = re.compile(
    r"^thread '.*' (?:\(\d+\) )?panicked at main\.rs:(\d+):\d+:\n(.*)$", re.MULTILINE
)
_OLD_PANIC = re.compile(r"^thread '.*' panicked at '(.*)', main\.rs:(\d+):\d+$", re.MULTILINE)
_NO_MEMORY = re.compile(r"^memory allocation of \d+ bytes failed", re.MULTILINE)
_ENDED = re.compile(r"^(?:Error: .*|thread '.*' has overflowed its stack)$", re.MULTILINE)


class RustLanguage(ExecutedLanguage):
    """Rust 2021, compiled by rustc 1.63 or later."""

    name = "rust"
    main_file = "main.rs"

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`."""
        return _find()

    def compilation(self, toolchain: Toolchain, source: Source) -> Step:
        """One rustc call for the program and, where functions are called, their callers."""
        command = [toolchain.executable, *_FLAGS, *_PROGRAM, "--crate-type=bin"]
        command += [f"--sysroot={_INSIDE}", "-Clinker=/usr/bin/cc"]
        command += [f"-Clink-arg=-Wl,-rpath,{_INSIDE}/lib", "-o", "program", self.main_file]
        if source.packages is not None:
            command += [f"--extern={name}={path}" for name, path in source.packages.externs]
            command += [f"-Ldependency={folder}" for folder in source.packages.library_folders]
        files = {}
        if source.functions:
            command += [f"--extern=codeeval_driver={_INSIDE}/libcodeeval_driver.rlib"]
            # On the first line, so that the program's lines keep their numbers.
            text = f"#![no_main] {source.files[self.main_file]}\n{_CALLS}\n"
            files[self.main_file] = text.encode("utf-8", "surrogatepass")
            files["calls.rs"] = _calls(source.functions).encode()
        environment = {"LD_LIBRARY_PATH": f"{_INSIDE}/lib"}
        return Step(tuple(command), files=files, produces=("program",), environment=environment)

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """See :meth:`ExecutedLanguage.execution`."""
        return Step(("program",), image=artefacts["program"])

    def compile_failure(self, output: str) -> Failure:
        """The first error, and the line of the program that it is about."""
        found = _ERROR.search(output)
        if found is None:
            return super().compile_failure(output)
        kind = "module" if _MISSING.match(found[0]) else ""
        place = _ANY_PLACE.search(output, found.end())
        own = _OWN_LINE.match(place[0]) if place else None
        return Failure(found[0], int(own[1]) if own else None, kind)

    def run_failure(self, stderr: str) -> Failure | None:
        """A panic, an error that main returned, or memory that ran out."""
        if _NO_MEMORY.search(stderr):
            return Failure("memory allocation failed", kind="memory")
        if panic := _PANIC.search(stderr):
            return Failure(f"panic: {panic[2]}", int(panic[1]))
        if panic := _OLD_PANIC.search(stderr):
            return Failure(f"panic: {panic[1]}", int(panic[2]))
        ended = _ENDED.search(stderr)
        return Failure(ended[0]) if ended else None


def _calls(functions: tuple[str, ...]) -> str:
    """A module of the program, so that it sees what is private there."""
    callers = ", ".join(f"::codeeval_driver::caller(super::{name})" for name in functions)
    return (
        "#[no_mangle]\n"
        f'pub extern "C" fn main() -> i32 {{ ::codeeval_driver::serve(&[{callers}]) }}\n'
    )


def _find() -> Toolchain:
    on_path = shutil.which("rustc")
    if on_path is None:
        raise _unavailable("there is no rustc on PATH.")
    # What is on PATH may be a version manager's, which starts the real one.
    sysroot = _gcc.ask(_unavailable, on_path, "--print=sysroot")
    rustc = os.path.join(sysroot, "bin", "rustc")
    facts = _facts(rustc)
    if tuple(map(int, facts["release"].split("-")[0].split(".")[:2])) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise _unavailable(
            f"{rustc} is {facts['release']}, and {oldest} is the oldest that will do."
        )
    linker = shutil.which("gcc") or shutil.which("cc")
    if linker is None:
        raise _unavailable("there is no gcc, which rustc links with.")
    folder = _laid_out(Path(sysroot), facts)
    libraries = _host.libraries([rustc])
    system = {os.path.dirname(libraries[name]) for name in libraries if not _is_own(name)}
    return Toolchain(
        title="rustc",
        version=facts["release"],
        executable=f"{_INSIDE}/bin/rustc",
        binds=(
            *_gcc.binds(_unavailable, os.path.realpath(linker), "cc", ("collect2",)),
            *((path, path) for path in sorted(system)),
            (str(folder), _INSIDE),
        ),
        # Older versions look for themselves there before they have read any option.
        links=(*_host.loader_links(), ("/proc/self/exe", f"{_INSIDE}/bin/rustc")),
        origin=rustc,
    )


def _unavailable(missing: str) -> LanguageUnavailable:
    return LanguageUnavailable(
        "rust", missing, "Install the package rustc (apt-get install rustc)."
    )


def _facts(rustc: str) -> dict[str, str]:
    """What rustc says of itself: ``release``, ``host``, ``commit-hash`` and more."""
    lines = _gcc.ask(_unavailable, rustc, "-vV").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _is_own(library: str) -> bool:
    return library.startswith(_OWN_LIBRARIES)


def _laid_out(sysroot: Path, facts: dict[str, str]) -> Path:
    """The folder with what is needed of the toolchain and the compiled driver."""
    rustc, host = sysroot / "bin" / "rustc", facts["host"]
    own = Path("lib", "rustlib", host)
    text, layout = (path.read_text("utf-8") for path in (_DRIVER, Path(__file__)))

    def fill(folder: Path) -> None:
        _host.copy_file(rustc, folder / "bin" / "rustc")
        for name, library in _host.libraries([rustc]).items():
            if _is_own(name):
                _host.copy_file(library, folder / "lib" / name)
        for file in (sysroot / own / "lib").iterdir():
            if file.suffix in (".rlib", ".rmeta", ".so"):
                _host.copy_file(file, folder / own / "lib" / file.name)
            if file.name.startswith("libstd-") and file.suffix == ".so":
                _host.copy_file(file, folder / "lib" / file.name)
        if (sysroot / own / "bin" / "rust-lld").exists():
            for name in ("rust-lld", "gcc-ld/ld.lld"):
                _host.copy_file(sysroot / own / "bin" / "rust-lld", folder / own / "bin" / name)
        (folder / "rust.rs").write_text(text, "utf-8")
        options = (*_FLAGS, "--crate-type=rlib", "--crate-name=codeeval_driver", "rust.rs")
        _gcc.ask(_unavailable, str(rustc), *options, folder=folder)

    identity = repr((facts, os.stat(rustc).st_mtime_ns, text, layout))
    return _host.laid_out(f"rust-{facts['release']}", identity, fill)
