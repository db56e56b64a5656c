"""Where records lie: files of any size are read piece by piece, never as a whole."""

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from codeeval_gym.challenges.benchmarks.upstream.records import Record, parse_json
from codeeval_gym.errors import ConfigError

__all__ = ["MAX_DOCUMENT", "MAX_LINE", "FolderSource", "Key", "RowSource", "Source", "open_files"]

MAX_LINE = 256 << 20
"""Bytes of a line; the longest of the benchmarks known has some 100 MiB."""
MAX_DOCUMENT = 64 << 20
"""Bytes of a file that is one JSON document, and so has to be held as a whole."""

Key = tuple[int, ...]
"""Where a source finds a record again."""


class Source(Protocol):
    """Records in order, each of which can be read again by its key."""

    def read(self) -> Iterator[tuple[Key, Record]]:
        """All records, with their keys.

        Raises:
            ConfigError: If one cannot be read; names file and line.
        """

    def again(self, key: Key) -> Record:
        """The record of a key that :meth:`read` gave.

        Raises:
            ConfigError: If it cannot be read any more.
        """


def open_files(files: Sequence[Path]) -> Source:
    """The records of files: ``.json`` holds one document, any other a JSON object a line.

    Args:
        files: Plain or, with the ending ``.gz``, compressed.
    """
    return _Files(tuple(files))


@dataclass(frozen=True)
class _Files:
    files: tuple[Path, ...]

    def read(self) -> Iterator[tuple[Key, Record]]:
        for number, file in enumerate(self.files):
            pieces = _document(file) if _is_document(file) else _lines(file)
            for key, record in pieces:
                yield (number, *key), record

    def again(self, key: Key) -> Record:
        file = self.files[key[0]]
        if _is_document(file):
            return next(record for own, record in _document(file) if own == key[1:])
        offset, line = key[1:]
        with _opened(file) as stream:
            stream.seek(offset)
            return _record(file, line, _line(stream, file, line))


def _is_document(file: Path) -> bool:
    return file.name.removesuffix(".gz").endswith(".json")


def _opened(file: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(file) if file.suffix == ".gz" else file.open("rb"))


def _guarded(read: Callable[[], bytes], file: Path) -> bytes:
    try:
        return read()
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error


def _lines(file: Path) -> Iterator[tuple[Key, Record]]:
    with _opened(file) as stream:
        offset, number = 0, 0
        while line := _line(stream, file, number + 1):
            number += 1
            if line.strip():
                yield (offset, number), _record(file, number, line)
            offset += len(line)


def _line(stream: IO[bytes], file: Path, number: int) -> bytes:
    line = _guarded(lambda: stream.readline(MAX_LINE + 1), file)
    if len(line) > MAX_LINE:
        raise ConfigError(f"{file}, line {number}: longer than {MAX_LINE >> 20} MiB")
    return line


def _record(file: Path, number: int, line: bytes) -> Record:
    return _checked(f"{file}, line {number}", line)


def _checked(place: str, text: bytes) -> Record:
    try:
        value = parse_json(text)
    except ValueError as error:
        raise ConfigError(f"{place}: {error}") from error
    return _as_record(place, value)


def _as_record(place: str, value: Any) -> Record:
    if not isinstance(value, dict):
        raise ConfigError(f"{place}: expected an object, got {value!r:.80}")
    return Record(place, value)


def _document(file: Path) -> Iterator[tuple[Key, Record]]:
    with _opened(file) as stream:
        text = _guarded(lambda: stream.read(MAX_DOCUMENT + 1), file)
    if len(text) > MAX_DOCUMENT:
        raise ConfigError(
            f"{file} is one JSON document of more than {MAX_DOCUMENT >> 20} MiB: "
            "write it as JSONL, an object a line."
        )
    try:
        value = parse_json(text)
    except ValueError as error:
        raise ConfigError(f"{file}: {error}") from error
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield (number,), _as_record(f"{file}, record {number}", item)


@dataclass(frozen=True)
class FolderSource:
    """Records that are folders of files."""

    folders: tuple[Path, ...]
    """One for each record."""
    load: Callable[[Path], dict[str, Any]]
    """Reads a folder's fields. Raises ``ValueError`` with the file's name."""

    def read(self) -> Iterator[tuple[Key, Record]]:
        """See :meth:`Source.read`."""
        return (((number,), self.again((number,))) for number in range(len(self.folders)))

    def again(self, key: Key) -> Record:
        """See :meth:`Source.again`.

        Raises:
            ConfigError: If the folder is no record.
        """
        folder = self.folders[key[0]]
        try:
            return Record(str(folder), self.load(folder))
        except ValueError as error:
            raise ConfigError(f"{folder}: {error}") from error


@dataclass(frozen=True)
class RowSource:
    """Records that are rows of a table in memory or mapped from disk."""

    name: str
    """For messages."""
    rows: Sequence[Any]
    """Each a mapping."""

    def read(self) -> Iterator[tuple[Key, Record]]:
        """See :meth:`Source.read`."""
        return (((number,), self.again((number,))) for number in range(len(self.rows)))

    def again(self, key: Key) -> Record:
        """See :meth:`Source.again`."""
        return Record(f"{self.name}, row {key[0] + 1}", dict(self.rows[key[0]]))
