"""An index beside a file: all that is known of its challenges without reading it.

A folder of plain arrays, mapped into memory: opening it takes the same time and memory for any
number of challenges. It can be deleted at any time; it is made anew from the file.
"""

import hashlib
import json
import mmap
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.challenges._catalogue import RECORD, Catalogue, Entry, WordTable

__all__ = ["Index", "Indexer", "read_index", "stamp_of", "write_index"]

_FORMAT = 1
_STORED = np.dtype(
    [
        *[(name, RECORD[name].str) for name in RECORD.names or ()],
        ("start", "<u8"),
        ("id_end", "<u8"),
        ("key", "<u8"),
        ("order", "<u4"),
    ]
)
"""A record; where its line starts and where its id ends; and, not of this challenge but sorted
over all, the hashes of ids (``key``) with the place of the challenge that each belongs to."""


class _Texts(Sequence[str]):
    """Texts that lie one behind the other."""

    def __init__(self, blob: bytes | mmap.mmap, ends: NDArray[Any]) -> None:
        self._blob = blob
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, key: int) -> str: ...
    @overload
    def __getitem__(self, key: slice) -> list[str]: ...
    def __getitem__(self, key: int | slice) -> str | list[str]:
        if isinstance(key, slice):
            return [self[place] for place in range(len(self))[key]]
        start = int(self._ends[key - 1]) if key else 0
        return self._blob[start : int(self._ends[key])].decode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Index:
    """What is known of the challenges of a file, and where in it they are."""

    catalogue: Catalogue
    """What is known of them."""
    starts: NDArray[Any]
    """The place of the first byte of each."""


class Indexer:
    """Collects what an index holds."""

    def __init__(self) -> None:
        self._words = WordTable()
        self._records: list[tuple[int, ...]] = []
        self._ids: dict[str, int] = {}

    def add(self, entry: Entry, start: int) -> bool:
        """Add a challenge whose line starts there; ``False`` if its id has been added before."""
        if self._ids.setdefault(entry.id, len(self._records)) < len(self._records):
            return False
        self._records.append((*self._words.record(entry), start))
        return True

    def __len__(self) -> int:
        return len(self._records)

    def index(self) -> Index:
        """The index, in memory."""
        ids = [_bytes(item) for item in self._ids]
        keys = np.array([_key(item) for item in ids], np.uint64)
        order = np.argsort(keys, kind="stable")
        ends = np.cumsum([len(item) for item in ids], dtype=np.uint64)
        records = np.zeros(len(ids), _STORED)
        for column, name in enumerate([*(RECORD.names or ()), "start"]):
            records[name] = [record[column] for record in self._records]
        records["id_end"], records["key"], records["order"] = ends, keys[order], order
        words = [_bytes(word) for word in self._words.words()]
        word_ends = np.cumsum([len(word) for word in words], dtype=np.uint64)
        return _index(records, b"".join(ids), b"".join(words), word_ends)


def write_index(folder: Path, index: Index, stamp: object) -> None:
    """Write an index into an empty folder.

    Args:
        folder: The folder.
        index: The index.
        stamp: What tells the state of the file that it is of, as JSON.
    """
    _save(folder, "records", index.catalogue.records)
    words = [_bytes(word) for word in index.catalogue.words]
    _save(folder, "words", np.cumsum([len(word) for word in words], dtype=np.uint64))
    (folder / "words.bin").write_bytes(b"".join(words))
    (folder / "ids.bin").write_bytes(b"".join(map(_bytes, index.catalogue.ids)))
    (folder / "stamp.json").write_text(json.dumps([_FORMAT, stamp]), "ascii")


def read_index(folder: Path, stamp: object) -> Index | None:
    """Read an index; ``None`` if there is none, it is damaged, or of another state of the file."""
    try:
        if json.loads((folder / "stamp.json").read_text("ascii")) != [_FORMAT, stamp]:
            return None
        records = _mapped(folder / "records.npy")
        words = _mapped(folder / "words.npy")
        if records.dtype != _STORED or words.dtype != np.uint64:
            return None
        return _index(records, _map(folder / "ids.bin"), _map(folder / "words.bin"), words)
    except (OSError, ValueError, EOFError):
        return None


def stamp_of(path: Path) -> list[int]:
    """What changes when a file does: its length, and when it was last written."""
    state = path.stat()
    return [state.st_size, state.st_mtime_ns]


def _index(
    records: NDArray[Any], ids: bytes | mmap.mmap, words: bytes | mmap.mmap, ends: NDArray[Any]
) -> Index:
    texts = _Texts(ids, records["id_end"])
    keys, order = records["key"], records["order"]

    def find(challenge_id: str) -> int | None:
        key = _key(_bytes(challenge_id))
        at = bisect_left(keys, key)
        while at < len(keys) and keys[at] == key:
            if texts[int(order[at])] == challenge_id:
                return int(order[at])
            at += 1
        return None

    return Index(Catalogue(records, texts, _Texts(words, ends), find), records["start"])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _key(text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())


def _save(folder: Path, name: str, array: NDArray[Any]) -> None:
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def _mapped(path: Path) -> NDArray[Any]:
    # As a plain array, whose items are read four times as fast as a numpy.memmap's.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _map(path: Path) -> bytes | mmap.mmap:
    with path.open("rb") as file:
        if not path.stat().st_size:  # cannot be mapped
            return b""
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
