"""C++17 by g++: a precompiled driver, and types deduced from the functions that are called.

Compiling is nearly all of a program's cost, so what can be is done once per toolchain: the standard
library and the driver's templates as a precompiled header, the rest of the driver as an object
file. The C++ library is linked dynamically: a program is 20 to 40 KB then, which many can be kept
of, and starts in 1.3 ms; a static one is 1.8 MB and takes 50 ms more to link.

Programs see all of ``bits/stdc++.h``, whatever they include.
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

__all__ = ["CppLanguage"]

_DRIVERS = Path(__file__).parent / "drivers"
_INSIDE = "/opt/codeeval/cpp"
"""Where a jail has the precompiled driver."""
_SYSTEM = "/usr/bin/g++"
_OLDEST = 12
_UNIT = "unit.cpp"

# Those above decide what is precompiled; those below bound what hostile text can make it say.
_FLAGS = ("-std=c++17", "-O1", "-w")
_BOUNDS = ("-fmax-errors=3", "-ftemplate-backtrace-limit=2", "-fdiagnostics-color=never")

# Functions of C's library that no header a program includes may have promised: with one of these
# names of its own, and not asking for everything, it is compiled without the precompiled header.
_CLASHING = re.compile(r"\b(?:[jy][01n]|r?index)\b")

# Names of C's library that a challenge's function may have as well. As that makes two of the name,
# the program's own is chosen by the types it is written with.
_OF_C = re.compile(
    r"abs|labs|div|index|rindex|strlen|strcmp|strcpy|strcat|strstr|strchr|round|floor|ceil|"
    r"trunc|pow|exp|log|sqrt|cbrt|sin|cos|tan|fmin|fmax|fmod|hypot|remainder|rint|gamma|toupper|"
    r"tolower|isalpha|isdigit|isspace|isupper|islower|isalnum|ispunct|atoi|atof|remove|rename|"
    r"time|clock|random|rand|read|write|pipe|link|access|sleep|pause|exit|abort|system|select|"
    r"sync|wait|nice|signal|raise|stat|j0|j1|jn|y0|y1|yn"
)

_ERROR = re.compile(r"^([^\s:][^:\n]*):(\d+):(?:\d+:)? ((?:fatal )?error: .*)$", re.MULTILINE)
_OTHER_ERROR = re.compile(r"\b(?:fatal error|error|Error|internal compiler error): .*")
_OWN_LINE = re.compile(r"\bmain\.cpp:(\d+)\b")
_MISSING = re.compile(r"fatal error: (?![./])(\S+): No such file or directory")
_THROWN = re.compile(r"^terminate called after throwing an instance of '(.*)'$", re.MULTILINE)
_WHAT = re.compile(r"^  what\(\):  (.*)$", re.MULTILINE)
_ASSERTION = re.compile(r"\bmain\.cpp:(\d+): .*(Assertion `.*' failed)\.$", re.MULTILINE)


class CppLanguage(ExecutedLanguage):
    """C++17, compiled by g++ 12 or later."""

    name = "cpp"
    main_file = "main.cpp"

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`."""
        return _find(mapped=mapped)

    def compilation(self, toolchain: Toolchain, source: Source) -> Step:
        """One g++ call for the program and, where functions are called, their callers."""
        command = [toolchain.executable, *_FLAGS, *_BOUNDS, *_linker(toolchain)]
        if source.packages is not None:
            command += [f"-isystem{folder}" for folder in source.packages.include_folders]
        header = ["-include", f"{_INSIDE}/cpp.hpp"]
        if source.functions:
            command += [*header, _UNIT, f"{_INSIDE}/cpp.o"]
        else:
            text = source.files[self.main_file]
            plain = "bits/stdc++" not in text and _CLASHING.search(text)
            command += [*([] if plain else header), self.main_file]
        files = {_UNIT: _unit(source).encode()} if source.functions else {}
        command += source.packages.archives if source.packages is not None else ()
        command += ["-o", "program"]
        # Plain quotation marks in its messages.
        return Step(tuple(command), files=files, produces=("program",), environment={"LC_ALL": "C"})

    def execution(
        self, toolchain: Toolchain, source: Source, artefacts: Artefacts, limits: Limits
    ) -> Step:
        """See :meth:`ExecutedLanguage.execution`."""
        return Step(("program",), image=artefacts["program"])

    def compile_failure(self, output: str) -> Failure:
        """The first error, and the line of the program that it is about."""
        found = _ERROR.search(output)
        if found is None:
            other = _OTHER_ERROR.search(output)
            return Failure(other[0]) if other else super().compile_failure(output)
        file, line, text = found.groups()
        if "unresolved overloaded" in text and file == _UNIT:
            text = "error: a function that is called has to have one definition, and no template"
        kind = "module" if _MISSING.match(text) else ""
        if file == self.main_file:
            return Failure(text, int(line), kind)
        own = _OWN_LINE.search(output)  # "required from here", below an error in a header
        return Failure(text, int(own[1]) if own else None, kind)

    def run_failure(self, stderr: str) -> Failure | None:
        """An exception that nobody caught, or an assertion that failed."""
        if failed := _ASSERTION.search(stderr):
            return Failure(failed[2], int(failed[1]))
        thrown = _THROWN.search(stderr)
        if thrown is None:
            return None
        what = _WHAT.search(stderr, thrown.end())
        kind = "memory" if thrown[1] == "std::bad_alloc" else ""
        return Failure(thrown[1] + (f": {what[1]}" if what else ""), kind=kind)


def _unit(source: Source) -> str:
    """The text that is compiled: the program, with a main of its own set aside, and callers."""
    text = source.files[CppLanguage.main_file]
    callers = ", ".join(
        f"codeeval_driver::caller({_named(name, text)})" for name in source.functions
    )
    return (
        "#define main codeeval_driver_main\n"
        '#include "main.cpp"\n'
        "#undef main\n"
        f"const codeeval_driver::Caller codeeval_driver::callers[] = {{{callers}}};\n"
    )


def _named(function: str, text: str) -> str:
    """An expression for one function of the program, also where C's library has one of its name."""
    head = rf"^[ \t]*((?:[\w:<>,&*]|[ \t])+?)\s*\b{re.escape(function)}\s*\(([^()=]*)\)\s*\{{"
    own = re.search(head, text, re.MULTILINE) if _OF_C.fullmatch(function) else None
    if own is None:
        return f"::{function}"
    result = re.sub(r"\b(?:static|inline|extern|constexpr)\b", "", own[1]).strip()
    return f"static_cast<{result} (*)({own[2]})>(::{function})"


def _linker(toolchain: Toolchain) -> list[str]:
    """Gold where there is one: it takes a third of the usual linker's time."""
    gold = any(inside == "/usr/bin/ld.gold" for _, inside in toolchain.binds)
    return ["-s", *(["-fuse-ld=gold"] if gold else [])]


def _find(*, mapped: bool) -> Toolchain:
    candidates = [path for path in (shutil.which("g++"), _SYSTEM) if path]
    for path in map(os.path.realpath, candidates):
        if os.path.exists(path) and (not mapped or _host.others_may_reach(path)):
            break
    else:
        raise _unavailable("there is no g++ that a jail may read.")
    version = _gcc.ask(_unavailable, path, "-dumpfullversion")
    if int(version.partition(".")[0]) < _OLDEST:
        raise _unavailable(
            f"{path} is of version {version}, and {_OLDEST} is the oldest that will do."
        )
    used = _gcc.binds(_unavailable, path, "g++", ("cc1plus", "collect2"))
    headers = ((folder, folder) for folder in _gcc.header_folders(_unavailable, path))
    return Toolchain(
        title="g++",
        version=version,
        executable="/usr/bin/g++",
        binds=(*used, *headers, (str(_precompiled(path, version)), _INSIDE)),
        links=_host.loader_links(),
        origin=path,
    )


def _unavailable(missing: str) -> LanguageUnavailable:
    return LanguageUnavailable("cpp", missing, "Install the package g++ (apt-get install g++).")


def _precompiled(compiler: str, version: str) -> Path:
    """The folder with the precompiled driver, made now if this is the first time."""
    texts = {name: (_DRIVERS / name).read_text("utf-8") for name in ("cpp.hpp", "cpp.cpp")}
    facts = os.stat(_gcc.ask(_unavailable, compiler, "-print-prog-name=cc1plus"))
    layout = Path(__file__).read_text("utf-8")
    identity = repr((version, facts.st_size, facts.st_mtime_ns, texts, layout))

    def fill(folder: Path) -> None:
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        header = ("-xc++-header", "cpp.hpp", "-ocpp.hpp.gch")
        _gcc.ask(_unavailable, compiler, *_FLAGS, *header, folder=folder)
        _gcc.ask(_unavailable, compiler, *_FLAGS, "-c", "cpp.cpp", "-o", "cpp.o", folder=folder)

    return _host.laid_out(f"cpp-{version}", identity, fill)
