"""What is known of a challenge, read from its line without reading the rest of it.

Twelve times as fast as reading all of the line. What is not as it should be is left to the slow
way, which says what is wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

import msgspec

from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges.storage._rows import PRIVATE, PUBLIC, WRONG
from codeeval_gym.types import Challenge

__all__ = ["private_head", "public_head", "record_head"]

_TIERS = (1, 2, 3, 4, 5)


class _Rights(msgspec.Struct, frozen=True):
    train_allowed: bool | None = None
    redistribute: bool | None = None


_KNOWN: dict[str, Any] = {
    "id": str,
    "category": str,
    "tier": int,
    "languages": tuple[str, ...],
    "rights": _Rights,
    "family": str,
    "cluster": str,
}
_DEFAULTS: dict[str, Any] = {
    "languages": ("python",),
    "rights": _Rights(),
    "family": "",
    "cluster": "",
}
_REQUIRED = {
    item.name
    for item in fields(Challenge)
    if item.default is MISSING and item.default_factory is MISSING
}


def _decoder(
    names: Iterable[str], required: Iterable[str], known: Mapping[str, Any] = _KNOWN
) -> msgspec.json.Decoder[Any]:
    """Reads the fields that are known, and no more of the others than where they end."""
    needed = [(name, known.get(name, msgspec.Raw)) for name in names if name in required]
    others = [
        (name, known.get(name, msgspec.Raw), _DEFAULTS.get(name, msgspec.Raw()))
        for name in names
        if name not in required
    ]
    kind = msgspec.defstruct("Head", [*needed, *others], forbid_unknown_fields=True)
    return msgspec.json.Decoder(kind)


_RECORD = _decoder([item.name for item in fields(Challenge)], _REQUIRED)
_PUBLIC = _decoder(PUBLIC, PUBLIC, {**_KNOWN, "rights": str})
_PRIVATE = _decoder(("id", *PRIVATE, WRONG), ("id",))
_RIGHTS = msgspec.json.Decoder(_Rights)


def record_head(line: bytes) -> Entry | None:
    """What is known of the challenge that ``to_json`` wrote; ``None`` where it cannot be read."""
    return _read(_RECORD, line)


def public_head(line: bytes) -> Entry | None:
    """What is known of the challenge of a public row; ``None`` where it cannot be read."""
    return _read(_PUBLIC, line)


def private_head(line: bytes) -> Entry | None:
    """The id of a private row, as an entry; ``None`` where it cannot be read."""
    try:
        return Entry(_PRIVATE.decode(line).id, "", 0)
    except msgspec.MsgspecError:
        return None


def _read(decoder: msgspec.json.Decoder[Any], line: bytes) -> Entry | None:
    try:
        head = decoder.decode(line)
        rights = head.rights if decoder is _RECORD else _RIGHTS.decode(head.rights or "{}")
    except (msgspec.MsgspecError, RecursionError):
        return None
    if head.tier not in _TIERS:
        return None
    return Entry(
        head.id,
        head.category,
        head.tier,
        head.languages,
        rights.train_allowed,
        head.family,
        head.cluster,
    )
