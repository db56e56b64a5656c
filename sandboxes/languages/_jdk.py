"""Finds a JDK, and what of the host its programs need."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codeeval_gym.errors import LanguageUnavailable
from codeeval_gym.sandboxes.languages import _host

__all__ = ["Jdk", "find_jdk"]

MINIMUM = 17
_NEEDED = ("bin/java", "bin/javac", "lib/modules", "lib/server/libjvm.so", "release")
_LINKED = ("bin/java", "lib/server/libjvm.so", "lib/libjava.so", "lib/libzip.so", "lib/libnio.so")
_LEFT_OUT = ("src.zip", "ct.sym")
_INSTALLED = Path("/usr/lib/jvm")


@dataclass(frozen=True)
class Jdk:
    """A JDK of this machine."""

    home: Path
    """Where it lies, and where a jail shows it."""
    version: str
    """E.g. ``17.0.15``."""
    binds: tuple[tuple[str, str], ...]
    """Host path and path inside the jail, of all of it."""

    @property
    def java(self) -> str:
        """The path of the virtual machine."""
        return str(self.home / "bin" / "java")

    @property
    def feature(self) -> int:
        """The first number of the version."""
        return _feature(self.version)


def find_jdk(*, mapped: bool) -> Jdk:
    """Find a JDK: the one on the search path, ``JAVA_HOME``'s, or an installed one.

    Args:
        mapped: Jails use mapped user ids, so files must be readable by others.

    Raises:
        LanguageUnavailable: If there is none that is new enough.
    """
    seen: list[str] = []
    for home in _homes():
        version = _version(home)
        if version is None:
            continue
        if _feature(version) >= MINIMUM:
            return Jdk(home, version, tuple(_binds(home, version, mapped=mapped)))
        seen.append(f"{home} is {version}")
    missing = "; ".join(seen) if seen else "there is no javac on the search path"
    remedy = f"Install a JDK {MINIMUM} or later, e.g. openjdk-17-jdk-headless."
    raise LanguageUnavailable("java", f"{missing}.", remedy)


def _homes() -> Iterator[Path]:
    on_path = shutil.which("javac")
    if on_path is not None:
        yield Path(os.path.realpath(on_path)).parents[1]
    if os.environ.get("JAVA_HOME"):
        yield Path(os.path.realpath(os.environ["JAVA_HOME"]))
    if _INSTALLED.is_dir():
        yield from sorted(path.resolve() for path in _INSTALLED.iterdir() if path.is_dir())


def _version(home: Path) -> str | None:
    """The version of the JDK at ``home``; ``None`` if no whole JDK is there."""
    if not all((home / name).exists() for name in _NEEDED):
        return None
    found = re.search(r'^JAVA_VERSION="(\d[\w.]*)"', (home / "release").read_text("utf-8"), re.M)
    return found[1] if found else None


def _feature(version: str) -> int:
    return int(re.match(r"\d+", version)[0])  # type: ignore[index]  # it starts with a digit


def _binds(home: Path, version: str, *, mapped: bool) -> Iterator[tuple[str, str]]:
    shown = home
    if mapped and not _host.others_may_reach(home / "lib" / "modules"):
        shown = _host.laid_out("jdk", f"{home} {version}", lambda folder: _copy(home, folder))
    yield str(shown), str(home)
    folders = {
        os.path.dirname(path) for path in _host.libraries(home / name for name in _LINKED).values()
    }
    folders |= _host.loader_folders() | _settings(home)
    for folder in _host.outermost(folders):
        if not Path(folder).is_relative_to(home):
            yield folder, folder


def _settings(home: Path) -> set[str]:
    """Folders outside that links among the settings lead to, as distributions have them."""
    places = [home / "lib" / "jvm.cfg", *(home / "conf").rglob("*")]
    targets = {Path(os.path.realpath(place)) for place in places if place.is_symlink()}
    return {str(target.parent) for target in targets if target.is_relative_to("/etc")}


def _copy(home: Path, folder: Path) -> None:
    files = [home / "release", home / "bin" / "java"]
    for part in ("lib", "conf"):
        files += [path for path in (home / part).rglob("*") if path.is_file()]
    for file in files:
        if file.name not in _LEFT_OUT:
            _host.copy_file(file, folder / file.relative_to(home))
