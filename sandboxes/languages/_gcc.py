"""What of a GNU compiler a jail needs: for C++, and as the linker of other languages."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import _host

__all__ = ["ask", "binds", "header_folders"]

_TOOLS = ("as", "ld", "ld.gold")
_LINKED = (
    *("crt1.o", "Scrt1.o", "crtbegin.o", "libc.so", "libc.so.6", "libm.so"),
    *("libgcc.a", "libgcc_s.so.1", "libstdc++.so", "libstdc++.so.6"),
)

Complaint = Callable[[str], LanguageUnavailable]
"""Makes the error to raise of what is missing, one sentence."""


def ask(complaint: Complaint, program: str, *options: str, folder: Path | None = None) -> str:
    """What a compiler prints: about itself, on standard output or else on standard error.

    Args:
        complaint: Makes the error.
        program: The compiler.
        *options: Its arguments.
        folder: Where it works; ``None`` means here.

    Raises:
        LanguageUnavailable: If it fails.
    """
    environment = {"PATH": os.environ.get("PATH", "/usr/bin"), "LANG": "C.UTF-8"}
    command = [program, *options]
    try:
        done = subprocess.run(
            command, capture_output=True, check=True, timeout=300, cwd=folder, env=environment
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        text = said.decode("utf-8", "replace").strip()[:300] or str(error)
        raise complaint(f"{program} does not work ({text}).") from error
    return (done.stdout or done.stderr).decode("utf-8", "replace").strip()


def binds(
    complaint: Complaint, compiler: str, name: str, parts: Iterable[str]
) -> list[tuple[str, str]]:
    """Everything that compiling and linking reads, and the programs that do it.

    Args:
        complaint: Makes the error.
        compiler: The compiler, as a path without links.
        name: What it is called in the jail's ``/usr/bin``.
        parts: The programs of its own that it starts, beside assembler and linkers.

    Raises:
        LanguageUnavailable: If the compiler cannot be asked.
    """
    tools = {name: compiler}
    for tool in _TOOLS:
        found = shutil.which(ask(complaint, compiler, f"-print-prog-name={tool}"))
        if found is not None:
            tools[tool] = os.path.realpath(found)
    own = [ask(complaint, compiler, f"-print-prog-name={part}") for part in parts]
    paths = [*_host.libraries([*tools.values(), *own]).values(), *own]
    paths += [ask(complaint, compiler, f"-print-file-name={file}") for file in _LINKED]
    paths = [path for path in paths if os.path.isabs(path) and os.path.exists(path)]
    # Both where a file is looked for and where the links to it lead.
    folders = {os.path.realpath(os.path.dirname(path)) for path in paths}
    folders |= {os.path.dirname(os.path.realpath(path)) for path in paths}
    outermost = _host.outermost(folders | _host.loader_folders())
    return [
        *((path, f"/usr/bin/{tool}") for tool, path in tools.items()),
        *((folder, folder) for folder in outermost),
    ]


def header_folders(complaint: Complaint, compiler: str) -> set[str]:
    """The folders of C++ headers, without those that belong to this one machine.

    Raises:
        LanguageUnavailable: If the compiler cannot be asked.
    """
    # No output file: as root, a compiler that fails may remove the device it was to write to.
    said = ask(complaint, compiler, "-fsyntax-only", "-v", "-x", "c++", "/dev/null")
    listed = said.partition("#include <...> search starts here:")[2].partition("End of search")[0]
    folders = {os.path.realpath(line.strip()) for line in listed.splitlines() if line[:1] == " "}
    return {folder for folder in folders if not folder.startswith("/usr/local/")}
