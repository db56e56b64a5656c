"""Finds the CPython that programs run on, and what of the host it needs inside a jail.

A jail's user is a mapped one that owns nothing, so an interpreter below a folder that others may
not enter (a version manager's in root's home, say) cannot be bound. The order is: the interpreter
asked for, if others may reach it; the system's interpreter of the same ``X.Y``; else a copy of the
interpreter asked for in a world-readable runtime folder, laid out once.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.languages import _host
from codeeval_gym.sandboxes.languages._base import Language, Toolchain

__all__ = ["PythonLanguage", "find_python"]

_SYSTEM_FOLDERS = ("/usr/bin", "/usr/local/bin")
_PUBLIC_DATA = ("/usr/lib/locale/C.utf8", "/usr/share/zoneinfo")
"""What the standard library itself reads: the one locale, and time zones."""
_LEFT_OUT = (
    "site-packages",
    "dist-packages",
    "test",
    "tests",
    "idlelib",
    "turtledemo",
    "ensurepip",
)

# Loads every extension module, so that the list of mapped files is the list of libraries needed.
_DESCRIBE = """
import importlib, json, os, platform, sys, sysconfig
dynload = [path for path in sys.path if path.endswith("lib-dynload")]
for folder in dynload:
    for name in os.listdir(folder):
        module = name.partition(".")[0]
        if name.endswith(".so") and not module.startswith(("_test", "_xx", "xx", "_ctypes_test")):
            try:
                importlib.import_module(module)
            except ImportError:
                pass
with open("/proc/self/maps") as maps:
    files = {line.split(None, 5)[5].strip() for line in maps if "/" in line}
print(json.dumps({
    "version": platform.python_version(),
    "executable": os.path.realpath(sys.executable),
    "base": sys.base_prefix,
    "stdlib": [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), *dynload],
    "libraries": sorted(name for name in files if ".so" in os.path.basename(name)),
}))
"""


def find_python(wanted: str | None = None, *, mapped: bool = True) -> Toolchain:
    """Find the interpreter that programs will run on.

    Args:
        wanted: ``X.Y``, or the path of an interpreter; ``None`` means the running one's ``X.Y``.
        mapped: Jails use mapped user ids, so files must be readable by others.

    Raises:
        SandboxUnavailable: If there is no such interpreter.
    """
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    running = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    if wanted is None or wanted == own:
        candidates = [running, *_system_pythons(own)]
    elif "/" in wanted:
        candidates = [os.path.realpath(wanted)]
    else:
        on_path = shutil.which(f"python{wanted}")
        candidates = [*_system_pythons(wanted), *([os.path.realpath(on_path)] if on_path else [])]
    candidates = [path for path in candidates if os.access(path, os.X_OK)]
    if not candidates:
        raise SandboxUnavailable(
            "nsjail",
            f"there is no Python {wanted or own}.",
            "Install it, or name another with python='X.Y' or a path.",
        )
    for path in candidates:
        if not mapped or _host.others_may_reach(path):
            return _describe(path, origin=path)
    return _lay_out(candidates[0])


def _system_pythons(version: str) -> list[str]:
    paths = [os.path.realpath(f"{folder}/python{version}") for folder in _SYSTEM_FOLDERS]
    return [path for path in paths if os.path.exists(path)]


@dataclass(frozen=True)
class _Facts:
    """What an interpreter says of itself."""

    version: str
    executable: str
    base: str
    stdlib: list[str]
    libraries: list[str]


def _inspect(python: str) -> _Facts:
    command = [python, "-I", "-S", "-c", _DESCRIBE]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        return _Facts(**json.loads(done.stdout.splitlines()[-1]))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError, TypeError) as error:
        raise SandboxUnavailable(
            "nsjail",
            f"{python} could not be asked about itself ({error}).",
            "Name a working CPython with python='X.Y' or a path.",
        ) from error


def _describe(python: str, *, origin: str) -> Toolchain:
    facts = _inspect(python)
    folders = {os.path.realpath(folder) for folder in facts.stdlib}
    folders |= {os.path.dirname(os.path.realpath(file)) for file in facts.libraries}
    folders |= {folder for folder in _PUBLIC_DATA if os.path.isdir(folder)}
    folders |= _host.loader_folders()
    binds = [facts.executable, *_host.outermost(folders)]
    return Toolchain(
        title="CPython",
        executable=facts.executable,
        version=facts.version,
        binds=tuple((path, path) for path in binds),
        links=_host.loader_links(),
        origin=origin,
    )


def _lay_out(python: str) -> Toolchain:
    """Copy ``python`` to a folder that others may read; bind the copy where the original lies."""
    found = _describe(python, origin=python)
    base = _inspect(python).base
    target = _host.laid_out(
        f"cpython-{found.version}",
        f"{base} {found.version}",
        lambda folder: _copy(Path(base), folder, found.version),
    )
    outside = [bind for bind in found.binds if not bind[0].startswith(base + "/")]
    return Toolchain(
        title="CPython",
        executable=found.executable,
        version=found.version,
        binds=(*outside, (str(target), base)),
        links=found.links,
        origin=f"copy of {python} in {target}",
    )


def _copy(base: Path, target: Path, version: str) -> None:
    short = ".".join(version.split(".")[:2])
    ignore = shutil.ignore_patterns(*_LEFT_OUT, "config-*", "*.a")
    for part in (f"lib/python{short}", f"lib64/python{short}"):
        if (base / part).is_dir() and not (base / part).parent.is_symlink():
            shutil.copytree(base / part, target / part, ignore=ignore)
    for file in (base / f"bin/python{short}", *base.glob("lib/libpython*.so*")):
        _host.copy_file(file, target / file.relative_to(base))


class PythonLanguage(Language):
    """CPython: programs run in a fork of the launcher's own interpreter.

    Args:
        wanted: ``X.Y``, or the path of an interpreter; ``None`` means the running one's ``X.Y``.
    """

    name = "python"
    main_file = "main.py"

    def __init__(self, wanted: str | None = None) -> None:
        self._wanted = wanted

    def find(self, *, mapped: bool) -> Toolchain:
        """See :meth:`Language.find`."""
        return find_python(self._wanted, mapped=mapped)
