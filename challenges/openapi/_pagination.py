"""How an operation hands out a long list: said by the description, or found by its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._schemas import kind_of, leaves, words_of
from codeeval_gym.errors import UnknownNameError

__all__ = ["EXTENSION", "STYLES", "Pagination", "find_pagination", "written"]

EXTENSION = "x-pagination"
"""Where a description says it."""
STYLES = ("cursor", "pages", "more", "total")
"""A cursor in the reply; the number of pages; whether there is more; the number of items."""
_CURSORS = {"cursor", "after", "token", "marker", "continuation"}


@dataclass(frozen=True)
class Pagination:
    """How the next page is asked for, and what says that there is none."""

    style: str
    """One of :data:`STYLES`."""
    parameter: str
    """The query parameter that turns pages."""
    items: tuple[str, ...]
    """Where a reply holds the page's items: field names from the top."""
    next: tuple[str, ...]
    """Where it holds the cursor, the number of pages or items, or whether there is more."""


def find_pagination(
    operation: Place, queries: Sequence[tuple[str, Place]], reply: Place | None
) -> Pagination | None:
    """Say how an operation hands out its list; ``None`` if it does so at once.

    Args:
        operation: Where it is described; :data:`EXTENSION` there wins over all words.
        queries: Its query parameters, name and schema.
        reply: Schema of its successful reply.

    Raises:
        ConfigError: If the extension is malformed.
        UnknownNameError: If its style is none of :data:`STYLES`.
    """
    said = operation.get(EXTENSION)
    if said is not None:
        return _read(said)
    if reply is None or kind_of(reply) != "object":
        return None
    places = list(leaves(reply))
    items = next((path for path, schema in places if kind_of(schema) == "array"), None)
    if items is None:
        return None
    for name, _ in queries:
        style, following = _style(words_of(name), places)
        if style is not None and following is not None:
            return Pagination(style, name, items, following)
    return None


def written(pagination: Pagination) -> dict[str, Any]:
    """The extension that says the same."""
    return {
        "style": pagination.style,
        "parameter": pagination.parameter,
        "items": list(pagination.items),
        "next": list(pagination.next),
    }


def _read(said: Place) -> Pagination:
    style = said.text("style")
    if style not in STYLES:
        raise UnknownNameError(f"style of pagination ({said.pointer})", style, STYLES)
    return Pagination(style, said.text("parameter"), _path(said["items"]), _path(said["next"]))


def _path(place: Place) -> tuple[str, ...]:
    names = [item.value for item in place.elements()]
    if not names or not all(isinstance(name, str) for name in names):
        raise place.error("this is a list of field names, from the top")
    return tuple(names)


def _style(
    words: list[str], places: list[tuple[tuple[str, ...], Place]]
) -> tuple[str | None, tuple[str, ...] | None]:
    """The style that the words of a query parameter and of the reply's fields speak of."""
    if _CURSORS & set(words):
        return "cursor", _named(places, "string", lambda found: "next" in found)
    if words in (["page"], ["page", "number"]):
        pages = _named(places, "integer", lambda found: "pages" in found)
        if pages is not None:
            return "pages", pages
        return "more", _named(places, "boolean", lambda found: "more" in found)
    if words in (["offset"], ["skip"], ["start"]):
        return "total", _named(places, "integer", lambda found: "total" in found)
    return None, None


def _named(
    places: list[tuple[tuple[str, ...], Place]], kind: str, wanted: Callable[[list[str]], bool]
) -> tuple[str, ...] | None:
    return next(
        (path for path, schema in places if kind_of(schema) == kind and wanted(words_of(path[-1]))),
        None,
    )
