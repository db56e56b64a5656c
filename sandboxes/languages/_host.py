"""What of the host a jail is shown: files that its user can read, wherever they came from.

A jail's user is a mapped one that owns nothing, so a toolchain below a folder that others may not
enter (a version manager's in root's home, say) cannot be bound. A copy of it in a world-readable
folder of ours can; so can what we make for a compiler once and read many times.
"""

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from codeeval_gym.errors import SandboxError

__all__ = [
    "copy_file",
    "laid_out",
    "libraries",
    "loader_folders",
    "loader_links",
    "others_may_reach",
    "outermost",
    "runtime_folder",
]


def others_may_reach(path: str | Path) -> bool:
    """True when any user may enter every folder above ``path`` and read it."""
    parents = all(os.stat(folder).st_mode & stat.S_IXOTH for folder in Path(path).parents)
    return parents and bool(os.stat(path).st_mode & stat.S_IROTH)


def runtime_folder() -> Path:
    """A folder of ours that others may read and nobody else may write.

    Raises:
        SandboxError: If somebody else made a folder of that name.
    """
    folder = Path(tempfile.gettempdir() if os.geteuid() else "/var/tmp")
    folder /= f"codeeval-gym-runtime-{os.geteuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
        raise SandboxError(f"{folder} is not a folder that only this user may write. Remove it.")
    return folder


def laid_out(name: str, identity: str, fill: Callable[[Path], None]) -> Path:
    """A folder of the runtime folder, made once and never changed.

    Args:
        name: The beginning of its name, for people.
        identity: Everything that its content depends on.
        fill: Puts the content into the empty folder it is given. That folder is moved afterwards,
            so nothing in it may name its own path.

    Raises:
        SandboxError: As :func:`runtime_folder`.
    """
    target = runtime_folder() / f"{name}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    if target.exists():
        return target
    scratch = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        fill(scratch)
        _open_to_others(scratch)
        scratch.rename(target)
    except OSError:
        if not target.exists():  # otherwise another process was first
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _open_to_others(tree: Path) -> None:
    """A strict umask must not make a copy unreadable."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        mode = path.stat().st_mode
        wanted = mode | (0o755 if path.is_dir() else 0o444)
        if wanted != mode:  # a hard link to a file that is readable needs nothing
            path.chmod(wanted)


def copy_file(source: str | Path, target: Path) -> None:
    """Put a file where others may read it: as a hard link where that can be, else as a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    real = os.path.realpath(source)
    if os.stat(real).st_mode & stat.S_IROTH:  # the mode of a link is the original's, not ours
        try:
            target.hardlink_to(real)
            return
        except OSError:
            pass  # another file system
    shutil.copy2(real, target)


def libraries(executables: Iterable[str | Path]) -> dict[str, str]:
    """The shared libraries that executables are linked with: name to the file without links."""
    command = ["ldd", *(os.fspath(path) for path in executables)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    found = (line.split() for line in done.stdout.splitlines())
    return {
        words[0]: os.path.realpath(words[2])
        for words in found
        if len(words) > 2 and words[1] == "=>" and words[2].startswith("/")
    }


def loader_links() -> tuple[tuple[str, str], ...]:
    """The links through which every executable finds its loader."""
    names = ("/lib", "/lib64")
    return tuple((name, os.path.realpath(name)) for name in names if os.path.islink(name))


def loader_folders() -> set[str]:
    """The folders that :func:`loader_links` leads to but does not show, and plain ones."""
    return {os.path.realpath("/lib64")} if os.path.isdir("/lib64") else set()


def outermost(folders: Iterable[str]) -> list[str]:
    """The folders that are in no other one of them, sorted."""
    every = set(folders)
    return sorted(f for f in every if not any(str(parent) in every for parent in Path(f).parents))
