"""Opening a dataset's folder, lazily."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.storage._entries import (
    index_lines,
    keep_index,
    read_private,
    read_public,
)
from codeeval_gym.challenges.storage._folder import INDEX, PRIVATE, PRIVATE_INDEX, PUBLIC
from codeeval_gym.challenges.storage._index import Index, read_index, stamp_of
from codeeval_gym.challenges.storage._lines import LineFile, open_lines
from codeeval_gym.challenges.storage._manifest import FileFacts, Manifest, Part, read_manifest
from codeeval_gym.challenges.storage._rows import WRONG, challenge_of
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge

__all__ = ["load_folder", "read_wrong_programs"]


def load_folder(
    folder: str | os.PathLike[str], split: str = "train", *, public: bool = False
) -> Dataset:
    """Open a dataset's folder. Challenges are read when they are asked for.

    Args:
        folder: What :func:`save` wrote.
        split: Which split; of no meaning for a dataset without splits.
        public: True never opens what only the judge may see: every challenge is its
            ``public_view()``.

    Raises:
        FileNotFoundError: If it holds no dataset.
        UnknownNameError: If it has no such split; suggests the nearest.
        ConfigError: If the folder is damaged or has changed since it was written. A challenge
            that cannot be read raises it when it is asked for, naming file, line and field.
    """
    root = Path(folder)
    manifest = read_manifest(root)
    part, inner = _part(root, manifest, split)
    shown = _Rows(inner, PUBLIC, INDEX, part)
    hidden = None if public else _Rows(inner, PRIVATE, PRIVATE_INDEX, part)
    name = manifest.name if inner == root else f"{manifest.name}:{split}"

    def build(challenge_id: str) -> Challenge:
        rows = [shown.row(challenge_id)]
        if hidden is not None:
            rows.append(hidden.row(challenge_id))
        try:
            return challenge_of(*rows)
        except ConfigError as error:
            raise ConfigError(f"{shown.where(challenge_id)}: {error}") from error

    return Dataset(name, shown.index.catalogue, build)


def read_wrong_programs(
    folder: str | os.PathLike[str], split: str = "train"
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ids of a dataset's challenges with the wrong programs that their tests must reject.

    Raises:
        FileNotFoundError: If the folder holds no dataset.
        UnknownNameError: If it has no such split.
        ConfigError: If it is damaged.
    """
    root = Path(folder)
    part, inner = _part(root, read_manifest(root), split)
    rows = _Rows(inner, PRIVATE, PRIVATE_INDEX, part)
    for challenge_id in rows.index.catalogue.ids:
        yield challenge_id, tuple(json.loads(rows.row(challenge_id).get(WRONG) or "[]"))


def _part(root: Path, manifest: Manifest, split: str) -> tuple[Part, Path]:
    if "" in manifest.parts:
        return manifest.parts[""], root
    if split not in manifest.parts:
        raise UnknownNameError(f"split of {manifest.name}", split, manifest.parts)
    return manifest.parts[split], root / split


class _Rows:
    """The rows of one file of a part, by the ids of their challenges."""

    def __init__(self, folder: Path, name: str, index: str, part: Part) -> None:
        self.path = folder / name
        if name not in part.files:
            raise ConfigError(f"The manifest beside {self.path} does not know it.")
        if not self.path.is_file():
            raise ConfigError(f"{self.path} is missing.")
        with open_lines(self.path) as file:
            self.index = _fresh(file, self.path, folder / index, part.files[name])
            self._lines = LineFile(file, self.path, self.index.starts)

    def row(self, challenge_id: str) -> dict[str, Any]:
        place = self._place(challenge_id)
        try:
            row = json.loads(self._lines.read(place))
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{self._lines.where(place)}: not JSON ({error})") from error
        if not isinstance(row, dict) or row.get("id") != challenge_id:
            raise ConfigError(f"{self.path} has changed since it was indexed.")
        return row

    def where(self, challenge_id: str) -> str:
        return self._lines.where(self._place(challenge_id))

    def _place(self, challenge_id: str) -> int:
        place = self.index.catalogue.find(challenge_id)
        if place is None:
            raise ConfigError(f"{self.path} has no challenge {challenge_id!r}.")
        return place


def _fresh(file: IO[bytes], path: Path, folder: Path, facts: FileFacts) -> Index:
    """The index of a file, made anew if the file has been written since."""
    stamp = stamp_of(path)
    if (index := read_index(folder, stamp)) is not None:
        return index
    if stamp[0] != facts.size or FileFacts.of(path) != facts:
        raise ConfigError(
            f"{path} is not the file that the manifest speaks of: it was changed or cut off. "
            "Datasets are not edited in place; save the changed challenges as a new one."
        )
    read = read_public if path.name == PUBLIC else read_private
    return keep_index(index_lines(file, path, read), folder, stamp)
