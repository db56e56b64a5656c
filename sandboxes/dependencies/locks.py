"""File locks that a crash releases: many users or one builder of an environment."""

import contextlib
import fcntl
import os
from pathlib import Path

__all__ = ["FileLock"]


class FileLock:
    """A lock on one file. Taking it never waits, so that no caller can hang.

    The file stays: to remove it would let two processes lock two files of one name.

    Args:
        path: The file; made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._owner = os.getpid()
        self._open = True

    def take(self, *, shared: bool) -> bool:
        """Try to hold the lock, in the place of how it was held before; true if that worked.

        Args:
            shared: Together with other users; else alone.
        """
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def touch(self) -> None:
        """Note in the file's time that it was used now."""
        os.utime(self._file)

    def release(self) -> None:
        """Let go. A second call does nothing."""
        if not self._open:
            return
        self._open = False
        # A forked copy shares the lock with its parent: it closes its file, and unlocks nothing.
        if os.getpid() == self._owner:
            with contextlib.suppress(OSError):
                fcntl.flock(self._file, fcntl.LOCK_UN)
        os.close(self._file)
