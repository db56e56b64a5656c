"""Datasets: read-only, lazy sequences of challenges."""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, overload

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from codeeval_gym.challenges._catalogue import Catalogue, Entry
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge, Rights

__all__ = ["Dataset", "Entry"]

_CACHED = 256
_MAX_SUGGESTED = 20_000
"""Looking for the nearest of more ids than this takes longer than a caller will wait."""


class Dataset(Sequence[Challenge]):
    """A read-only sequence of challenges, each built when it is asked for.

    Args:
        name: What the dataset is called in reports, e.g. ``builtin:train``.
        entries: One for each challenge, ids unique; or a catalogue of them.
        build: Builds the challenge of an id; must always give the same one.
        places: Places in the catalogue that this dataset consists of; ``None`` means all.

    Raises:
        ValueError: If two entries share an id.
    """

    def __init__(
        self,
        name: str,
        entries: Iterable[Entry] | Catalogue,
        build: Callable[[str], Challenge],
        places: NDArray[np.intp] | None = None,
    ) -> None:
        self.name = name
        try:
            known = entries if isinstance(entries, Catalogue) else Catalogue.of(entries)
        except ValueError as error:
            raise ValueError(f"Dataset {name!r} has {error}.") from None
        self._catalogue = known
        self._places = places
        self._source = build
        self._build = functools.lru_cache(_CACHED)(build)

    @classmethod
    def of(cls, challenges: Iterable[Challenge], name: str) -> "Dataset":
        """Make a dataset of challenges that are there already.

        Raises:
            ValueError: If two of them share an id.
        """
        items = tuple(challenges)
        entries = [Entry.of(item) for item in items]
        return cls(name, entries, {item.id: item for item in items}.__getitem__)

    @classmethod
    def join(cls, datasets: Iterable["Dataset"], name: str) -> "Dataset":
        """Make one dataset of several, one after the other, still lazy.

        Raises:
            ValueError: If two of their challenges share an id.
        """
        parts = tuple(datasets)
        entries = itertools.chain.from_iterable(part.entries() for part in parts)

        def build(challenge_id: str) -> Challenge:
            return next(part[challenge_id] for part in parts if part.has_id(challenge_id))

        return cls(name, entries, build)

    @functools.cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all challenges, in order."""
        ids = self._catalogue.ids
        return tuple(ids) if self._places is None else tuple(ids[at] for at in self._places)

    @property
    def tiers(self) -> NDArray[np.uint8]:
        """The tier of each challenge, in order."""
        tiers: NDArray[np.uint8] = self._records["tier"]
        return tiers

    @property
    def families(self) -> NDArray[np.int64]:
        """A number for each challenge, equal for those of one family."""
        numbers = self._records["family"].astype(np.int64)
        alone = len(self._catalogue.words) + np.arange(len(self))
        return np.where(numbers == 0, alone, numbers)

    def entries(self) -> Iterator[Entry]:
        """What is known of each challenge, in order; none is built."""
        return (self.entry(place) for place in range(len(self)))

    def entry(self, place: int) -> Entry:
        """What is known of the challenge at a place.

        Raises:
            IndexError: If there is no such place.
        """
        return self._catalogue.entry(self._base(place))

    def has_id(self, challenge_id: str) -> bool:
        """True if there is a challenge with this id."""
        return self.place_of(challenge_id) is not None

    def place_of(self, challenge_id: str) -> int | None:
        """The place of the challenge with this id; ``None`` if there is none."""
        base = self._catalogue.find(challenge_id)
        if base is None or self._places is None:
            return base
        places = np.flatnonzero(self._places == base)
        return int(places[0]) if len(places) else None

    def __len__(self) -> int:
        return len(self._catalogue) if self._places is None else len(self._places)

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
            return self._select(np.arange(len(self))[key])
        if isinstance(key, str):
            if not self.has_id(key):
                known = self.ids if len(self) <= _MAX_SUGGESTED else ()
                raise UnknownNameError(f"challenge in {self.name}", key, known)
            return self._build(key)
        return self._build(self._catalogue.ids[self._base(key)])

    def __iter__(self) -> Iterator[Challenge]:
        return (self[place] for place in range(len(self)))

    def __contains__(self, item: object) -> bool:
        """True for a challenge that is here; for ids, see :meth:`has_id`."""
        if not isinstance(item, Challenge) or not self.has_id(item.id):
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
        if not len(self):
            raise ValueError(f"Dataset {self.name!r} is empty: there is nothing to sample.")
        return self[int(rng.integers(len(self)))]

    def filter(
        self, *, tier: int | None = None, category: str | None = None, language: str | None = None
    ) -> "Dataset":
        """Return the dataset of those challenges that have this tier, category and language.

        Args:
            tier: 1 to 5; ``None`` keeps all.
            category: ``None`` keeps all.
            language: One that a challenge can be solved in; ``None`` keeps all.

        Raises:
            ValueError: If ``tier`` is not 1 to 5.
            UnknownNameError: If no challenge here has this category or language; suggests the
                nearest.
        """
        if tier not in (None, 1, 2, 3, 4, 5):
            raise ValueError(f"tier must be 1 to 5, not {tier!r}.")
        known, records = self._catalogue, self._records
        kept = np.ones(len(self), np.bool_)
        if tier is not None:
            kept &= records["tier"] == tier
        if category is not None:
            numbers = known.categories(records)
            if category not in numbers:
                raise UnknownNameError("challenge category", category, numbers)
            kept &= records["category"] == numbers[category]
        if language is not None:
            sets = known.languages(records)
            if language not in sets:
                raise UnknownNameError("challenge language", language, sets)
            kept &= np.isin(records["languages"], sets[language])
        return self._select(np.flatnonzero(kept))

    def trainable(self, *, allowed: bool = True) -> "Dataset":
        """Return the dataset of those challenges that a policy may be trained on.

        Args:
            allowed: ``False`` returns the others: those that say no, and those that say nothing.
        """
        return self._select(np.flatnonzero((self._records["train"] == 1) == allowed))

    def with_rights(self, rights: Rights, licence: str | None = None) -> "Dataset":
        """Return the same challenges with these rights: for the owner of what says nothing.

        Args:
            rights: What you allow, in place of what each challenge says.
            licence: SPDX identifier; ``None`` leaves each challenge's own.
        """

        def build(challenge_id: str) -> Challenge:
            challenge = replace(self._source(challenge_id), rights=rights)
            return challenge if licence is None else replace(challenge, licence=licence)

        changed = (replace(item, train_allowed=rights.train_allowed) for item in self.entries())
        return Dataset(self.name, changed, build)

    def public(self) -> "Dataset":
        """Return the same challenges as a policy may see them, each its ``public_view()``."""
        return Dataset(
            self.name, self._catalogue, lambda key: self._source(key).public_view(), self._places
        )

    @property
    def _records(self) -> NDArray[Any]:
        records = self._catalogue.records
        return records if self._places is None else records[self._places]

    def _base(self, place: int) -> int:
        """A place here as a place in the catalogue."""
        at = range(len(self))[place]
        return at if self._places is None else int(self._places[at])

    def _select(self, places: NDArray[np.intp]) -> "Dataset":
        base = places if self._places is None else self._places[places]
        return Dataset(self.name, self._catalogue, self._source, base)
