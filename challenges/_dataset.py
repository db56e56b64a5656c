"""Datasets: read-only, lazy sequences of challenges."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from numpy.random import Generator

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = ["Dataset", "Entry"]

_CACHED = 256


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

    @classmethod
    def of(cls, challenge: Challenge) -> "Entry":
        """What is known of ``challenge``."""
        return cls(
            challenge.id,
            challenge.category,
            challenge.tier,
            challenge.languages,
            challenge.rights.train_allowed,
        )


class Dataset(Sequence[Challenge]):
    """A read-only sequence of challenges, each built when it is asked for.

    Args:
        name: What the dataset is called in reports, e.g. ``builtin:train``.
        entries: One for each challenge, ids unique.
        build: Builds the challenge of an id; must always give the same one.

    Raises:
        ValueError: If two entries share an id.
    """

    def __init__(
        self, name: str, entries: Iterable[Entry], build: Callable[[str], Challenge]
    ) -> None:
        self.name = name
        self._entries = tuple(entries)
        self._places = {entry.id: place for place, entry in enumerate(self._entries)}
        self._source = build
        self._build = functools.lru_cache(_CACHED)(build)
        if len(self._places) < len(self._entries):
            ids = [entry.id for entry in self._entries]
            twice = next(item for item in ids if ids.count(item) > 1)
            raise ValueError(f"Dataset {name!r} has two challenges with the id {twice!r}.")

    @classmethod
    def of(cls, challenges: Iterable[Challenge], name: str) -> "Dataset":
        """Make a dataset of challenges that are there already.

        Raises:
            ValueError: If two of them share an id.
        """
        items = tuple(challenges)
        entries = [Entry.of(item) for item in items]
        return cls(name, entries, {item.id: item for item in items}.__getitem__)

    @functools.cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all challenges, in order."""
        return tuple(entry.id for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, key: int | str) -> Challenge: ...
    @overload
    def __getitem__(self, key: slice) -> "Dataset": ...
    def __getitem__(self, key: int | str | slice) -> "Challenge | Dataset":
        """Return the challenge at a place or with an id, or the dataset of a slice.

        Raises:
            IndexError: If there is no such place.
            UnknownNameError: If there is no such id; suggests the nearest.
        """
        if isinstance(key, slice):
            return Dataset(self.name, self._entries[key], self._source)
        if isinstance(key, str):
            if key not in self._places:
                raise UnknownNameError(f"challenge in {self.name}", key, self.ids)
            return self._build(key)
        return self._build(self._entries[key].id)

    def __iter__(self) -> Iterator[Challenge]:
        return (self._build(entry.id) for entry in self._entries)

    def __contains__(self, item: object) -> bool:
        """True for a challenge that is here; for ids, see :attr:`ids`."""
        if not isinstance(item, Challenge) or item.id not in self._places:
            return False
        return self[item.id] == item

    def __deepcopy__(self, memo: object) -> "Dataset":
        """Itself: it cannot be changed, and Gymnasium copies whatever it is given."""
        return self

    def __repr__(self) -> str:
        return f"<Dataset {self.name}: {len(self)} challenges>"

    def sample(self, rng: Generator) -> Challenge:
        """Draw one challenge, all equally likely.

        Raises:
            ValueError: If the dataset is empty.
        """
        if not self._entries:
            raise ValueError(f"Dataset {self.name!r} is empty: there is nothing to sample.")
        return self[int(rng.integers(len(self)))]

    def filter(self, *, tier: int | None = None, category: str | None = None) -> "Dataset":
        """Return the dataset of those challenges that have this tier and category.

        Args:
            tier: 1 to 5; ``None`` keeps all.
            category: ``None`` keeps all.

        Raises:
            ValueError: If ``tier`` is not 1 to 5.
            UnknownNameError: If no challenge here has this category; suggests the nearest.
        """
        if tier not in (None, 1, 2, 3, 4, 5):
            raise ValueError(f"tier must be 1 to 5, not {tier!r}.")
        categories = {entry.category for entry in self._entries}
        if category is not None and category not in categories:
            raise UnknownNameError("challenge category", category, categories)
        kept = [
            entry
            for entry in self._entries
            if tier in (None, entry.tier) and category in (None, entry.category)
        ]
        return Dataset(self.name, kept, self._source)
