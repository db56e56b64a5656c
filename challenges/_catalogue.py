"""What is known of many challenges before any is built, in columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.types import Challenge

__all__ = ["RECORD", "Catalogue", "Entry", "WordTable"]

RECORD = np.dtype(
    [
        ("tier", "u1"),
        ("train", "i1"),
        ("category", "<u4"),
        ("languages", "<u4"),
        ("family", "<u4"),
        ("cluster", "<u4"),
    ]
)
"""One challenge. ``train`` is 1, 0, or -1 for unknown; the last four are numbers of words."""

_BETWEEN = ","


@dataclass(frozen=True)
class Entry:
    """What is known of a challenge before it is built."""

    id: str
    """The challenge's id."""
    category: str
    """Its category."""
    tier: int
    """Its tier, 1 to 5."""
    languages: tuple[str, ...] = ("python",)
    """Languages it can be solved in."""
    train_allowed: bool | None = None
    """As in its :class:`~codeeval_gym.types.Rights`."""
    family: str = ""
    """What the same task in other languages or wordings shares."""
    cluster: str = ""
    """What near duplicates share."""

    @classmethod
    def of(cls, challenge: Challenge) -> "Entry":
        """What is known of ``challenge``."""
        return cls(
            challenge.id,
            challenge.category,
            challenge.tier,
            challenge.languages,
            challenge.rights.train_allowed,
            challenge.family,
            challenge.cluster,
        )


class WordTable:
    """Words and their numbers, in the order in which they were first met; no word is 0."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, word: str) -> int:
        """The number of a word, a new one if it is new."""
        return self._numbers.setdefault(word, len(self._numbers))

    def words(self) -> tuple[str, ...]:
        """All words, by number."""
        return tuple(self._numbers)

    def record(self, entry: Entry) -> tuple[int, ...]:
        """An entry as a :data:`RECORD`, its words numbered."""
        return (
            entry.tier,
            -1 if entry.train_allowed is None else int(entry.train_allowed),
            self.number(entry.category),
            self.number(_BETWEEN.join(entry.languages)),
            self.number(entry.family),
            self.number(entry.cluster),
        )


@dataclass(frozen=True)
class Catalogue:
    """Entries in columns, which may lie in memory or in files that are mapped into it."""

    records: NDArray[Any]
    """One :data:`RECORD`, or a type with its fields, for each challenge."""
    ids: Sequence[str]
    """Their ids, in the same order."""
    words: Sequence[str]
    """What the numbers in the records stand for."""
    find: Callable[[str], int | None]
    """The place of an id, ``None`` if there is none."""

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Catalogue":
        """A catalogue in memory.

        Raises:
            ValueError: If two entries share an id.
        """
        words = WordTable()
        places: dict[str, int] = {}
        records: list[tuple[int, ...]] = []
        for entry in entries:
            if places.setdefault(entry.id, len(records)) < len(records):
                raise ValueError(f"two challenges with the id {entry.id!r}")
            records.append(words.record(entry))
        return cls(np.array(records, RECORD), tuple(places), words.words(), places.get)

    def __len__(self) -> int:
        return len(self.records)

    def entry(self, place: int) -> Entry:
        """What is known of the challenge at a place."""
        record = self.records[place]
        return Entry(
            id=self.ids[place],
            category=self.words[record["category"]],
            tier=int(record["tier"]),
            languages=self._languages(record["languages"]),
            train_allowed=None if record["train"] < 0 else bool(record["train"]),
            family=self.words[record["family"]],
            cluster=self.words[record["cluster"]],
        )

    def categories(self, records: NDArray[Any]) -> dict[str, int]:
        """Every category in some of the records, and the number of its word."""
        return {self.words[number]: int(number) for number in np.unique(records["category"])}

    def languages(self, records: NDArray[Any]) -> dict[str, list[int]]:
        """Every language in some of the records, and the numbers of the words it is in."""
        found: dict[str, list[int]] = {}
        for number in np.unique(records["languages"]):
            for language in self._languages(number):
                found.setdefault(language, []).append(int(number))
        return found

    def _languages(self, number: int) -> tuple[str, ...]:
        text = self.words[number]
        return tuple(text.split(_BETWEEN)) if text else ()
