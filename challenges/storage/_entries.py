"""Reading through a file once, to find out what is known of the challenges in it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import IO, Any

from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges.storage._atomic import atomic_folder
from codeeval_gym.challenges.storage._heads import private_head, public_head, record_head
from codeeval_gym.challenges.storage._index import Index, Indexer, read_index, write_index
from codeeval_gym.challenges.storage._lines import scan
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge

__all__ = [
    "entry_of_row",
    "index_lines",
    "keep_index",
    "parse_object",
    "read_private",
    "read_public",
    "read_record",
]

_FIELDS = frozenset(item.name for item in fields(Challenge))
_REQUIRED = frozenset(
    item.name
    for item in fields(Challenge)
    if item.default is MISSING and item.default_factory is MISSING
)
_TIERS = (1, 2, 3, 4, 5)


def index_lines(file: IO[bytes], path: Path, read: Callable[[bytes], Entry]) -> Index:
    """Read a file once, a line at a time.

    Args:
        file: The file, at its start.
        path: Its name, for error messages.
        read: What is known of the challenge of a line; a ``ConfigError`` it raises is given the
            line's number.

    Raises:
        ConfigError: If a line is no challenge, or two have one id; names file, line and field.
    """
    indexer = Indexer()
    for number, start, line in scan(file, path):
        try:
            entry = read(line)
        except ConfigError as error:
            raise ConfigError(f"{path}, line {number}: {error}") from error
        if not indexer.add(entry, start):
            raise ConfigError(f"{path}, line {number}: id: {entry.id!r} is there twice.")
    return indexer.index()


def keep_index(index: Index, folder: Path, stamp: object) -> Index:
    """Write an index into a folder and read it from there; if that cannot be, it stays in memory.

    Args:
        index: The index.
        folder: Where it goes; an older one there is replaced.
        stamp: The state of the file that it is of.
    """
    try:
        with atomic_folder(folder) as draft:
            write_index(draft, index, stamp)
    except OSError:  # somebody else's folder: the file is read through again, next time
        return index
    return read_index(folder, stamp) or index


def parse_object(line: bytes) -> dict[str, Any]:
    """A line as a JSON object.

    Raises:
        ConfigError: If it is none.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise ConfigError(f"expected an object, got {row!r:.80}")
    return row


def entry_of_row(row: Mapping[str, Any]) -> Entry:
    """What is known of the challenge of a public row; of a private one, its id.

    Raises:
        ConfigError: If a column is not what it should be; names it.
    """
    if "category" not in row:
        return Entry(_text(row, "id"), "", 0)
    try:
        rights = json.loads(row.get("rights") or "{}")
    except (ValueError, TypeError, RecursionError) as error:
        raise ConfigError(f"column 'rights': {error}") from error
    return _entry(row, rights)


def read_public(line: bytes) -> Entry:
    """What is known of the challenge of a line of public rows.

    Raises:
        ConfigError: As :func:`entry_of_row`, or if it is no JSON object.
    """
    return public_head(line) or entry_of_row(parse_object(line))


def read_private(line: bytes) -> Entry:
    """The id of a line of private rows, as an entry.

    Raises:
        ConfigError: As :func:`entry_of_row`, or if it is no JSON object.
    """
    return private_head(line) or entry_of_row(parse_object(line))


def read_record(line: bytes) -> Entry:
    """What is known of the challenge that ``to_json`` wrote on this line.

    Raises:
        ConfigError: If a field is missing, unknown, or not what it should be; names it.
    """
    return record_head(line) or _entry_of_record(parse_object(line))


def _entry_of_record(record: Mapping[str, Any]) -> Entry:
    for name in sorted(_REQUIRED - record.keys()):
        raise ConfigError(f"field {name!r} is missing")
    for name in sorted(record.keys() - _FIELDS):
        raise ConfigError(f"field {name!r} is unknown")
    return _entry(record, record.get("rights", {}))


def _entry(row: Mapping[str, Any], rights: Any) -> Entry:
    tier, languages = row.get("tier"), row.get("languages", ["python"])
    if tier not in _TIERS or isinstance(tier, bool):
        raise ConfigError(f"field 'tier': expected 1 to 5, got {tier!r:.80}")
    if not isinstance(languages, list) or not all(isinstance(item, str) for item in languages):
        raise ConfigError(f"field 'languages': expected a list of texts, got {languages!r:.80}")
    allowed = rights.get("train_allowed") if isinstance(rights, dict) else rights
    if not (allowed is None or isinstance(allowed, bool)):
        raise ConfigError(f"field 'rights': expected an object, got {rights!r:.80}")
    return Entry(
        id=_text(row, "id"),
        category=_text(row, "category"),
        tier=tier,
        languages=tuple(languages),
        train_allowed=allowed,
        family=_text(row, "family", ""),
        cluster=_text(row, "cluster", ""),
    )


def _text(row: Mapping[str, Any], name: str, default: str | None = None) -> str:
    text = row.get(name, default)
    if not isinstance(text, str):
        raise ConfigError(f"field {name!r}: expected text, got {text!r:.80}")
    return text
