"""A dataset as a folder.

    manifest.json        counts, licences, gate results; size and hash of every file; the version
    README.md            the card
    public.jsonl         what a policy may see, one challenge a line
    private.jsonl        hidden tests, references, wrong programs, in the same order
    hashes.txt           the content hash of every challenge
    measurements.jsonl   pass rates; outside manifest and version
    .index/              what is known without reading; can be deleted at any time

With splits, ``public.jsonl``, ``private.jsonl``, ``hashes.txt`` and ``.index/`` are in a folder
for each split.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.storage._atomic import atomic_folder
from codeeval_gym.challenges.storage._card import card
from codeeval_gym.challenges.storage._index import Indexer, stamp_of, write_index
from codeeval_gym.challenges.storage._manifest import (
    FORMAT,
    MANIFEST,
    FileFacts,
    Manifest,
    Part,
    Tally,
    manifest_text,
)
from codeeval_gym.challenges.storage._measurements import MEASUREMENTS
from codeeval_gym.challenges.storage._rows import private_row, public_row
from codeeval_gym.types import Challenge, content_hash

__all__ = ["save"]

PUBLIC, PRIVATE, HASHES = "public.jsonl", "private.jsonl", "hashes.txt"
INDEX, PRIVATE_INDEX = ".index", ".private-index"
_SPLIT = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def save(
    challenges: Iterable[Challenge] | Mapping[str, Iterable[Challenge]],
    folder: str | os.PathLike[str],
    *,
    name: str | None = None,
    gate: Mapping[str, int] | None = None,
    wrong_programs: Mapping[str, Sequence[str]] | None = None,
) -> Manifest:
    """Write a dataset as a folder, which :func:`codeeval_gym.challenges.load` reads.

    Challenges are written as they come, so there may be any number of them. The folder appears
    when it is complete; one that is there already is replaced then, its measurements kept.

    Args:
        challenges: A dataset, or any challenges; or such by split.
        folder: Where. What is there already must be a dataset's folder, or empty.
        name: What the dataset is called; ``None`` means as the dataset or else the folder.
        gate: What admission found: how many challenges by outcome, for manifest and card.
        wrong_programs: Challenge id to programs that its tests must reject, kept with the hidden
            tests. Like ``gate``, it may grow while ``challenges`` are gone through.

    Returns:
        What was written.

    Raises:
        ValueError: If two challenges share an id, or a split's name cannot be a folder's.
        FileExistsError: If ``folder`` is there and holds something else.
        OSError: If it cannot be written.
    """
    target = Path(folder).absolute()
    _check_free(target)
    if name is None:
        name = challenges.name if isinstance(challenges, Dataset) else target.name
    splits = challenges if isinstance(challenges, Mapping) else {"": challenges}
    _check_splits(splits)
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic_folder(target) as draft:
        writer = _Writer(draft, {} if wrong_programs is None else wrong_programs)
        parts = {split: writer.part(split, items) for split, items in splits.items()}
        manifest = Manifest(FORMAT, name, writer.version(), parts, dict(gate or {}))
        (draft / "README.md").write_text(card(manifest), "utf-8")
        (draft / MANIFEST).write_text(manifest_text(manifest), "ascii")
        if (target / MEASUREMENTS).is_file():
            (draft / MEASUREMENTS).write_bytes((target / MEASUREMENTS).read_bytes())
    return manifest


def _check_free(target: Path) -> None:
    if not target.exists() or (target / MANIFEST).is_file():
        return
    if not target.is_dir() or any(target.iterdir()):
        raise FileExistsError(f"{target} is there and is no dataset: choose another folder.")


def _check_splits(splits: Mapping[str, Iterable[Challenge]]) -> None:
    for split in splits:
        if splits.keys() != {""} and not _SPLIT.fullmatch(split):
            raise ValueError(
                f"A split is named with lower-case letters, digits, - and _, not {split!r}."
            )


class _Writer:
    """Writes parts, and remembers what may not come twice over all of them."""

    def __init__(self, folder: Path, wrong_programs: Mapping[str, Sequence[str]]) -> None:
        self._folder = folder
        self._wrong = wrong_programs
        self._seen: set[str] = set()
        self._hash = hashlib.sha256()

    def part(self, split: str, challenges: Iterable[Challenge]) -> Part:
        folder = self._folder / split
        folder.mkdir(exist_ok=True)
        tally, public, private = Tally(), Indexer(), Indexer()
        self._hash.update(f"{split}\n".encode())
        with (
            (folder / PUBLIC).open("wb") as shown,
            (folder / PRIVATE).open("wb") as hidden,
            (folder / HASHES).open("wb") as hashes,
        ):
            for challenge in challenges:
                if challenge.id in self._seen:
                    raise ValueError(f"Two challenges with the id {challenge.id!r}.")
                self._seen.add(challenge.id)
                entry = Entry.of(challenge)
                public.add(entry, shown.tell())
                private.add(Entry(challenge.id, "", 0), hidden.tell())
                tally.add(challenge)
                shown.write(_line(public_row(challenge)))
                hidden.write(_line(private_row(challenge, self._wrong.get(challenge.id, ()))))
                line = hash_line(challenge).encode("utf-8", "replace")
                self._hash.update(line)
                hashes.write(line)
        facts = {item: FileFacts.of(folder / item) for item in (PUBLIC, PRIVATE, HASHES)}
        for index, indexer, item in ((INDEX, public, PUBLIC), (PRIVATE_INDEX, private, PRIVATE)):
            (folder / index).mkdir()
            write_index(folder / index, indexer.index(), stamp_of(folder / item))
        return Part(facts, tally.counts())

    def version(self) -> str:
        return self._hash.hexdigest()


def hash_line(challenge: Challenge) -> str:
    """The line of ``hashes.txt`` for a challenge."""
    return f"{content_hash(challenge)}  {challenge.id}\n"


def _line(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"
