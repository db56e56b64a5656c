"""Trees of files: their hash, their size, who may read them, and where ours lie."""

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from codeeval_gym.errors import ConfigError

__all__ = ["copy_tree", "make_readable", "own_folder", "size_of", "tree_hash"]


def tree_hash(folder: str | Path) -> str:
    """``sha256:…`` of all files below a folder, their names and their contents; links followed.

    Raises:
        ConfigError: If the folder or something in it cannot be read.
    """
    total = hashlib.sha256()
    root = Path(folder)
    if not root.is_dir():
        raise ConfigError(f"There is no folder {root}.")
    try:
        for path in _files(root):
            name = os.fsencode(path.relative_to(root))
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
            total.update(len(name).to_bytes(8, "big") + name + digest)
    except OSError as error:
        raise ConfigError(f"{root} cannot be read: {error}") from error
    return f"sha256:{total.hexdigest()}"


def _files(root: Path) -> Iterator[Path]:
    """Every file below ``root``, sorted, links followed."""
    for folder, folders, names in os.walk(root, followlinks=True):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))


def copy_tree(source: str | Path, target: Path) -> None:
    """Copy a folder; a link becomes what it leads to, so that nothing outside is needed.

    Hard links would be quicker, and a file that is edited later would change under its hash.

    Raises:
        ConfigError: If something in it cannot be read.
    """
    try:
        shutil.copytree(source, target, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise ConfigError(f"{source} cannot be copied: {error}") from error


def make_readable(root: Path) -> None:
    """Let everybody read what is below ``root`` and nobody write, whatever the umask was."""
    root.chmod(0o755)
    for path in root.rglob("*"):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)


def size_of(root: Path) -> tuple[int, int]:
    """How many files are below ``root``, and their bytes."""
    count = size = 0
    waiting = [os.fspath(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size
    return count, size


def own_folder(folder: str | Path | None) -> Path:
    """Make the folder that environments lie in, and check that nobody else can change it.

    Args:
        folder: The one asked for; ``None`` for one in the machine's temporary files, which
            survives a restart where we are root.

    Raises:
        ConfigError: If somebody else owns it or may write there, or jails cannot reach it.
    """
    if folder is None:
        base = tempfile.gettempdir() if os.geteuid() else "/var/tmp"
        folder = Path(base, f"codeeval-gym-dependencies-{os.geteuid()}")
    path = Path(folder).absolute()
    try:
        path.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{path} cannot be made: {error}") from error
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
        raise ConfigError(f"{path} is not a folder that only this user may write. Name another.")
    closed = [item for item in (path, *path.parents) if not item.stat().st_mode & stat.S_IXOTH]
    if closed and os.geteuid() == 0:  # without root, jails run under our own id
        raise ConfigError(f"Jails cannot reach {path}: others may not enter {closed[-1]}.")
    return path
