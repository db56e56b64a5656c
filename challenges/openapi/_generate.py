"""From a description to challenges: one for each operation that a client can be written for."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from codeeval_gym.challenges.openapi._conversations import draw_tests
from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._drawing import NotDrawableError
from codeeval_gym.challenges.openapi._drift import Drift, drifted
from codeeval_gym.challenges.openapi._names import identifier
from codeeval_gym.challenges.openapi._operations import Operation
from codeeval_gym.challenges.openapi._pagination import EXTENSION, written
from codeeval_gym.challenges.openapi._parsing import (
    Skipped,
    check_version,
    operation_at,
    operation_places,
)
from codeeval_gym.challenges.openapi._reading import Tree
from codeeval_gym.challenges.openapi._references import references_of, starters_of
from codeeval_gym.challenges.openapi._server import RefusedError
from codeeval_gym.challenges.openapi._statement import context_of, prompt_of, type_of
from codeeval_gym.types import Challenge, Param, Rights, Signature

__all__ = ["Generated", "challenges_from_openapi"]

_ACTION = "tuple[str, str, dict[str, str], str]"


@dataclass(frozen=True)
class Generated:
    """What a description gave."""

    challenges: tuple[Challenge, ...]
    """In the order of the description."""
    skipped: Mapping[str, str]
    """``METHOD /path`` to the reason why no challenge could be made of it."""
    drift: Drift | None
    """What was changed in the description first; ``None`` if nothing."""


def challenges_from_openapi(
    document: Tree,
    *,
    seed: int = 0,
    drift: bool = True,
    collection: str = "openapi",
    rights: Rights | None = None,
) -> Generated:
    """Make client challenges from an OpenAPI description.

    Args:
        document: As :func:`read_description` gives it; is not changed.
        seed: Decides on all values and changes.
        drift: Rename fields and require a header first, so that memory of a public API does not
            help.
        collection: The part of the ids before the slash.
        rights: What may be done with the challenges; ``None`` means unknown.

    Raises:
        ConfigError: If the description is malformed; begins with the JSON pointer of the place.
    """
    check_version(Place.of(document))
    change = None
    if drift:
        document, change = drifted(_annotated(document), seed)
    place = Place.of(document)
    licence = _licence(place)
    challenges: list[Challenge] = []
    skipped: dict[str, str] = {}
    names: set[str] = set()
    for method, path, item, where in operation_places(place):
        try:
            operation = operation_at(place, method, path, item, where)
            public, hidden = draw_tests(operation, f"openapi/{seed}")
        except (Skipped, NotDrawableError, RefusedError) as reason:
            skipped[f"{method} {path}"] = str(reason)
            continue
        name = identifier(operation.name, names)
        names.add(name)
        challenges.append(
            Challenge(
                id=f"{collection}/{name}",
                title=operation.title,
                prompt=prompt_of(operation),
                category="api client",
                tier=_tier(operation),
                languages=tuple(starters_of(operation)),
                signature=_signature(operation),
                public_tests=public,
                hidden_tests=hidden,
                references=references_of(operation),
                starter=starters_of(operation),
                context=context_of(place, operation, item),
                source=f"openapi {_title(place)}: {method} {path}, seed {seed}",
                licence=licence,
                rights=rights or Rights(),
            )
        )
    return Generated(tuple(challenges), skipped, change)


def _annotated(document: Tree) -> Tree:
    """A copy that says how each operation turns pages, so that new names hide nothing of it."""
    copied: Tree = copy.deepcopy(document)
    place = Place.of(copied)
    for method, path, item, where in list(operation_places(place)):
        try:
            pagination = operation_at(place, method, path, item, where).pagination
        except Skipped:
            continue
        if pagination is not None:
            where.value[EXTENSION] = written(pagination)
    return copied


def _signature(operation: Operation) -> Signature:
    params = tuple(Param(name, kind) for name, kind in type_of(operation).items())
    return Signature(operation.name, params, _ACTION)


def _tier(operation: Operation) -> int:
    """2 for a plain request; what has to be remembered from one reply to the next makes it hard."""
    parts = len(operation.arguments) > 4
    points = [parts, operation.body is not None, operation.pagination is not None]
    return min(5, 2 + sum(points) + (operation.pagination is not None and bool(operation.retried)))


def _title(place: Place) -> str:
    info = place["info"]
    return f"{info.text('title')} {info.text('version')}"


def _licence(place: Place) -> str:
    licence = place["info"].get("license")
    return licence.text("identifier", "unknown") if licence is not None else "unknown"
