"""Records of benchmark files: one JSON object a line, plain or gzipped."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from codeeval_gym.errors import ConfigError

__all__ = ["read_lines", "read_record"]


def read_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not empty, with their numbers.

    Raises:
        ConfigError: If the file is damaged.
    """
    opener = gzip.open if file.suffix == ".gz" else open
    try:
        with opener(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error


def read_record(line: str, fields: Iterable[str]) -> dict[str, str]:
    """The record of a line.

    Args:
        line: JSON.
        fields: That must be there, and be text.

    Raises:
        ValueError: If it is no such record; names the field.
    """
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError(f"expected an object, got {record!r:.80}")
    for name in fields:
        if not isinstance(record.get(name), str):
            raise ValueError(f"field {name!r}: expected text, got {record.get(name)!r:.80}")
    return record
