"""The folders that containers are made from, and what is done to leave none behind.

A container's root folder is bare: places to mount on, and links. No image is involved, so nothing
of ours stays in podman's storage.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from codeeval_gym.sandboxes.workers.owner import is_gone, owner_key

__all__ = ["make_folder", "make_root", "sweep_folders"]

PARENT = Path("/var/tmp")
"""Entered by every user, so by a container's mapped one; and short, since sockets lie below."""
_PREFIX = "codeeval-gym-podman-"
# What podman and the runtimes mount on by themselves: in a read-only root they could not make it.
_FOLDERS = (
    "proc", "sys", "tmp", "control", "run/secrets", "dev/shm", "dev/mqueue", "dev/pts", "etc",
)  # fmt: skip
_FILES = (
    "etc/hosts", "etc/resolv.conf", "etc/hostname", "etc/passwd", "etc/group", "run/.containerenv",
)  # fmt: skip


def make_folder() -> Path:
    """A folder of this process that others may pass through and nobody else may write."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{owner_key()}-", dir=PARENT))
    folder.chmod(0o711)
    return folder


def sweep_folders() -> None:
    """Remove the folders of processes that ended without doing so."""
    for folder in PARENT.glob(f"{_PREFIX}*"):
        key = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if is_gone(key) and folder.lstat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)  # another process may be sweeping, too


def make_root(
    root: Path, binds: Iterable[tuple[str, str]], links: Iterable[tuple[str, str]]
) -> None:
    """Lay out a container's root folder.

    Args:
        root: The folder; must not exist.
        binds: Host path and path inside the container.
        links: Path inside the container and what it links to.
    """
    for name in _FOLDERS:
        _make_folder(root / name)
    for name in _FILES:
        (root / name).touch(0o644)
    for inside, target in links:
        place = root / inside.lstrip("/")
        _make_folder(place.parent)
        place.symlink_to(target)
    for outside, inside in binds:
        place = root / inside.lstrip("/")
        if os.path.isdir(outside):
            _make_folder(place)
        else:
            _make_folder(place.parent)
            place.touch(0o644)


def _make_folder(path: Path) -> None:
    """Make a folder and those above it readable by all, whatever the umask."""
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir()
        path.chmod(0o755)
