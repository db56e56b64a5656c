"""Challenges in a single file, one JSON line each."""

import os
from collections.abc import Iterable
from pathlib import Path

from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.storage._atomic import atomic_file
from codeeval_gym.challenges.storage._entries import (
    index_lines,
    keep_index,
    parse_object,
    read_record,
)
from codeeval_gym.challenges.storage._index import read_index, stamp_of
from codeeval_gym.challenges.storage._lines import LineFile, open_lines
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge, from_dict, to_json

__all__ = ["load_jsonl", "save_jsonl"]

_CHECKED = 2_000
"""So many challenges are checked completely when a file is opened; later ones when they are
asked for."""
_WORTH_KEEPING = 10_000
"""The index of a file with so many challenges is kept beside it."""


def save_jsonl(challenges: Iterable[Challenge], path: str | os.PathLike[str]) -> None:
    """Write challenges to a file that ``load`` reads, one JSON line each.

    Hidden tests and references are in it: for a file that a policy may open, write
    ``dataset.public()``. The file appears when it is complete, or, if writing fails, is left as it
    was.

    Raises:
        OSError: If the file cannot be written.
    """
    with atomic_file(Path(path)) as file:
        file.writelines(to_json(challenge).encode("ascii") + b"\n" for challenge in challenges)


def load_jsonl(path: str | os.PathLike[str]) -> Dataset:
    """Open a file of challenges. They are read when they are asked for.

    An index of a large file is kept beside it, as ``.NAME.index``.

    Args:
        path: What :func:`save_jsonl` wrote, or the same packed as ``.gz``, which is unpacked to
            a temporary file.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a line is no challenge; names file, line and field. Of a file with more
            than 2,000 lines, what is inside the tests of later ones is checked when they are asked
            for.
    """
    source = Path(path)
    stamp, beside = stamp_of(source), source.parent / f".{source.name}.index"
    with open_lines(source) as file:
        index = read_index(beside, stamp)
        if index is None:
            index = index_lines(file, source, _Checker())
            if len(index.catalogue) >= _WORTH_KEEPING:
                index = keep_index(index, beside, stamp)
        lines = LineFile(file, source, index.starts)
    find = index.catalogue.find

    def build(challenge_id: str) -> Challenge:
        place = find(challenge_id)
        if place is None:
            raise ConfigError(f"{source} has no challenge {challenge_id!r}.")
        try:
            return from_dict(Challenge, parse_object(lines.read(place)))
        except ConfigError as error:
            raise ConfigError(f"{lines.where(place)}: {error}") from error

    return Dataset(source.name, index.catalogue, build)


class _Checker:
    """Checks the first records completely, and what is known of the others."""

    def __init__(self) -> None:
        self._left = _CHECKED

    def __call__(self, line: bytes) -> Entry:
        self._left -= 1
        if self._left < 0:
            return read_record(line)
        return Entry.of(from_dict(Challenge, parse_object(line)))
