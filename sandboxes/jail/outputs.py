"""Takes what a compiler made out of a run's work folder, before the folder goes.

Runs in process 1, on files that a hostile program's compiler left: nothing but plain files is
read, no link is followed, and the whole is bounded.
"""

from __future__ import annotations

import os
import stat

from codeeval_gym.sandboxes.jail import records

TYPE_CHECKING = False  # that of typing would have to be imported
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["write"]

MAX_BYTES = 64 << 20
MAX_FILES = 2000
_CHUNK = 1 << 20
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def write(output: int, names: Iterable[str], folder: str) -> None:
    """Write files one after the other, each after a line with its name and size.

    Args:
        output: A memory file, empty.
        names: Files and folders below ``folder``; those that are not there are left out.
        folder: The work folder.
    """
    left, count = MAX_BYTES, 0
    for path in _plain_files(names, folder):
        try:
            file = os.open(os.path.join(folder, path), _LOOK)
        except OSError:
            continue
        size = os.fstat(file).st_size
        left, count = left - size, count + 1
        if left < 0 or count > MAX_FILES:
            os.ftruncate(output, 0)  # all of it or nothing
            return
        os.write(output, records.line([path, size]))
        _copy(file, output, size)
        os.close(file)


def _plain_files(names: Iterable[str], folder: str) -> Iterator[str]:
    for name in names:
        try:
            kind = os.lstat(os.path.join(folder, name)).st_mode
        except OSError:
            continue
        if stat.S_ISREG(kind):
            yield name
        elif stat.S_ISDIR(kind):
            inner = sorted(os.listdir(os.path.join(folder, name)))
            yield from _plain_files((f"{name}/{item}" for item in inner), folder)


def _copy(file: int, output: int, size: int) -> None:
    """Exactly ``size`` bytes: a file that shrank meanwhile is filled up with zeros."""
    while size > 0:
        chunk = os.read(file, min(size, _CHUNK)) or bytes(min(size, _CHUNK))
        os.write(output, chunk)
        size -= len(chunk)
