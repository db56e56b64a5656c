"""What is built in: the parametric families and the hand-made library, each in three splits."""

import itertools
from collections.abc import Iterator

from codeeval_gym.challenges import families, library
from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.families import Family
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = ["SIZES", "load_builtin", "load_families", "load_library"]

SIZES = {"train": 20_000, "validation": 200, "test": 400}
"""How many challenges the families give to each split."""

_LAST_DIGITS = {"train": "01234567", "validation": "8", "test": "9"}
"""The last digit of a draw's number tells its split, so that ids are unique over all splits."""


def load_builtin(split: str) -> Dataset:
    """Return a split of all that is built in: the families, then the library.

    Args:
        split: ``train``, ``validation`` or ``test``.

    Raises:
        UnknownNameError: If there is no such split.
    """
    made = load_library(split)
    entries = itertools.chain(_drawn_entries(split, SIZES[split]), made.entries())

    def build(challenge_id: str) -> Challenge:
        return made[challenge_id] if made.has_id(challenge_id) else _draw(challenge_id, split)

    return Dataset(f"builtin:{split}", entries, build)


def load_families(split: str, size: int | None = None) -> Dataset:
    """Return a split of the families, in turn.

    Args:
        split: ``train``, ``validation`` or ``test``.
        size: How many challenges; ``None`` means :data:`SIZES`. A shorter dataset is a prefix of a
            longer one.

    Raises:
        UnknownNameError: If there is no such split.
    """
    _check(split)
    entries = _drawn_entries(split, SIZES[split] if size is None else size)
    return Dataset(f"families:{split}", entries, lambda name: _draw(name, split))


def load_library(split: str) -> Dataset:
    """Return a split of the hand-made library; what shares a cluster shares a split.

    Args:
        split: ``train``, ``validation`` or ``test``.

    Raises:
        UnknownNameError: If there is no such split.
    """
    _check(split)
    made = (item for item in library.all() if library.split_of(item) == split)
    return Dataset.of(made, f"library:{split}")


def _check(split: str) -> None:
    if split not in SIZES:
        raise UnknownNameError("split of builtin", split, SIZES)


def _drawn_entries(split: str, count: int) -> Iterator[Entry]:
    dealt = [family for family in families.all() if split in family.splits]
    digits = _LAST_DIGITS[split]
    for place in range(count):
        draw, number = divmod(place, len(dealt))
        last = draw // len(digits) * 10 + int(digits[draw % len(digits)])
        yield _entry(dealt[number], last)


def _entry(family: Family, number: int) -> Entry:
    return Entry(
        id=f"builtin/{family.name}-{number}",
        category=family.category,
        tier=family.tier,
        languages=family.languages,
        train_allowed=True,
        family=f"builtin/{family.name}",
    )


def _draw(challenge_id: str, split: str) -> Challenge:
    name, _, number = challenge_id.removeprefix("builtin/").rpartition("-")
    return families.get(name).challenge(split, int(number))
