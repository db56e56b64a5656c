"""The built-in library: the parametric families, dealt out to three splits."""

from codeeval_gym.challenges import families
from codeeval_gym.challenges._dataset import Dataset, Entry
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = ["SIZES", "load_builtin"]

SIZES = {"train": 20_000, "validation": 200, "test": 400}

_LAST_DIGITS = {"train": "01234567", "validation": "8", "test": "9"}
"""The last digit of a draw's number tells its split, so that ids are unique over all splits."""


def load_builtin(split: str, size: int | None = None) -> Dataset:
    """Return a split of the built-in library, its families in turn.

    Args:
        split: ``train``, ``validation`` or ``test``.
        size: How many challenges; ``None`` means :data:`SIZES`. A shorter dataset is a prefix of a
            longer one.

    Raises:
        UnknownNameError: If there is no such split.
    """
    if split not in SIZES:
        raise UnknownNameError("split of builtin", split, SIZES)
    dealt = [family for family in families.all() if split in family.splits]
    digits = _LAST_DIGITS[split]

    def entry(place: int) -> Entry:
        draw, family = divmod(place, len(dealt))
        number = draw // len(digits) * 10 + int(digits[draw % len(digits)])
        item = dealt[family]
        challenge_id = f"builtin/{item.name}-{number}"
        return Entry(
            challenge_id,
            item.category,
            item.tier,
            train_allowed=True,
            family=f"builtin/{item.name}",
        )

    def build(challenge_id: str) -> Challenge:
        name, _, number = challenge_id.removeprefix("builtin/").rpartition("-")
        return families.get(name).challenge(split, int(number))

    count = SIZES[split] if size is None else size
    return Dataset(f"builtin:{split}", map(entry, range(count)), build)
