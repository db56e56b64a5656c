"""Files and folders that appear when they are complete, or not at all.

A draft is locked as long as its writer lives. So a writer that has put its own in place can tell
what others left behind when they were killed, and removes it.
"""

import contextlib
import ctypes
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

__all__ = ["atomic_file", "atomic_folder"]

_EXCHANGE = 2
_HERE = -100
"""``RENAME_EXCHANGE`` and ``AT_FDCWD`` of Linux."""


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file under another name; it gets its own once all is written and on the disk.

    An error in the block, or a kill at any moment, leaves what was there before. A link stays one.
    What is there and is no file, as ``/dev/null`` or a pipe, is written to, and never replaced.

    Raises:
        OSError: If it cannot be written.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    with _draft(path, _new_file) as (descriptor, draft):
        try:
            with os.fdopen(descriptor, "wb", closefd=False) as file:
                yield file
                file.flush()
                os.fchmod(descriptor, 0o666 & ~_umask())
                os.fsync(descriptor)
            os.replace(draft, path)
        except BaseException:
            draft.unlink()
            raise
    sync(path.parent)
    _sweep(path)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Fill a folder under another name; it gets its own once all in it is on the disk.

    A folder that has the name already is replaced, in one step where the file system can.

    Raises:
        OSError: If it cannot be written.
    """
    with _draft(path, _new_folder) as (_, draft):
        try:
            yield draft
            draft.chmod(0o777 & ~_umask())
            for inner in [*draft.rglob("*"), draft]:
                sync(inner)
            _put(draft, path)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    sync(path.parent)
    _sweep(path)


@contextmanager
def _draft(path: Path, new: Callable[[Path], tuple[int, Path]]) -> Iterator[tuple[int, Path]]:
    """A new draft and a descriptor of it, locked until the end of the block or of the process."""
    while True:
        descriptor, draft = new(path)
        try:
            with contextlib.suppress(OSError):  # a file system without locks: nobody sweeps, then
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if not _is_there(descriptor, draft):  # swept before it was locked
                continue
            yield descriptor, draft
            return
        finally:
            os.close(descriptor)


def _new_file(path: Path) -> tuple[int, Path]:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    return descriptor, Path(name)


def _new_folder(path: Path) -> tuple[int, Path]:
    draft = tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    return os.open(draft, os.O_RDONLY | os.O_CLOEXEC), Path(draft)


def _is_there(descriptor: int, draft: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), draft.lstat())
    except FileNotFoundError:
        return False


def _sweep(path: Path) -> None:
    """Remove the drafts of ``path`` whose writers are gone: what they began is done by now."""
    drafts = re.compile(rf"\.{re.escape(path.name)}\.\w{{8}}\.tmp")
    for draft in [item for item in path.parent.iterdir() if drafts.fullmatch(item.name)]:
        with contextlib.suppress(OSError):  # its writer lives, or another was faster
            descriptor = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if draft.is_dir():
                    shutil.rmtree(draft, ignore_errors=True)
                else:
                    draft.unlink()
            finally:
                os.close(descriptor)


def sync(path: Path) -> None:
    """Have a file or folder written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(draft: Path, path: Path) -> None:
    if not path.exists():
        draft.rename(path)
        return
    if not _exchange(draft, path):
        # Two steps: a kill between them leaves both folders complete and neither with the name.
        old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".old"))
        path.rename(old)
        draft.rename(path)
        draft = old
    shutil.rmtree(draft, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; ``False`` where that cannot be done."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = (os.fsencode(one), os.fsencode(other))
    return rename is not None and rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


def _umask() -> int:
    """What new files are not allowed to be; it can be read by setting it only."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
