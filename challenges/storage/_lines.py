"""Files of lines, read one at a time and in any order, however large the file is."""

import gzip
import os
import tempfile
import weakref
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from numpy.typing import NDArray

from codeeval_gym.errors import ConfigError

__all__ = ["MAX_LINE", "LineFile", "open_lines", "scan"]

MAX_LINE = 64 << 20
"""A longer line, bytes, is no challenge but an attempt to fill the memory."""

_MAX_UNPACKED = 64 << 30
_CHUNK = 1 << 20


def open_lines(path: Path) -> IO[bytes]:
    """Open a file to read; a ``.gz`` is unpacked to a temporary file without a name first.

    Raises:
        FileNotFoundError: If there is none.
        ConfigError: If a ``.gz`` is damaged, or holds more than 64 GiB.
    """
    if path.suffix != ".gz":
        return path.open("rb")
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        with gzip.open(path, "rb") as packed:
            while chunk := packed.read(_CHUNK):
                if unpacked.tell() + len(chunk) > _MAX_UNPACKED:
                    raise ConfigError(f"{path} holds more than {_MAX_UNPACKED >> 30} GiB.")
                unpacked.write(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        unpacked.close()
        raise ConfigError(f"{path} cannot be read: {error}") from error
    except BaseException:
        unpacked.close()
        raise
    unpacked.seek(0)
    return unpacked


def scan(file: IO[bytes], path: Path) -> Iterator[tuple[int, int, bytes]]:
    """The number, the first byte's place, and the text of every line that is not empty.

    Raises:
        ConfigError: If a line is longer than 64 MiB.
    """
    start, number = 0, 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise ConfigError(f"{path}, line {number}: longer than {MAX_LINE >> 20} MiB")
        if line.strip():
            yield number, start, line
        start += len(line)


class LineFile:
    """Lines of an open file by their number among those that are not empty, from 0.

    Args:
        file: The file; it may be closed afterwards.
        path: Its name, for error messages.
        starts: The place of the first byte of each line.
    """

    def __init__(self, file: IO[bytes], path: Path, starts: NDArray[Any]) -> None:
        self.path = path
        self._starts = starts
        self._descriptor = os.dup(file.fileno())
        self._size = os.fstat(self._descriptor).st_size
        weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        return len(self._starts)

    def read(self, place: int) -> bytes:
        """One line; safe from several threads at a time.

        Raises:
            ConfigError: If the file is not what it was when its lines were found.
        """
        start = int(self._starts[place])
        end = int(self._starts[place + 1]) if place + 1 < len(self) else self._size
        if not 0 < end - start <= MAX_LINE or end > self._size:
            raise ConfigError(f"{self.path} has changed since it was indexed.")
        return os.pread(self._descriptor, end - start, start)

    def where(self, place: int) -> str:
        """The file and the number of a line in it, from 1, for error messages."""
        number, at, end = 1, 0, int(self._starts[place])
        while at < end:
            chunk = os.pread(self._descriptor, min(end - at, _CHUNK), at)
            number += chunk.count(b"\n")
            at += len(chunk) or end
        return f"{self.path}, line {number}"
