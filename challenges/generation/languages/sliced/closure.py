"""Everything of a code base that a function needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from codeeval_gym.challenges.generation.languages.sliced.code import Code, Function, Item

__all__ = ["TooMuchError", "needed_by"]

_MOST_ITEMS = 60
_MOST_TEXT = 16_000


@dataclass
class TooMuchError(Exception):
    """A function that cannot be cut out."""

    reason: str
    """Why, in words that are the same for all of its kind."""
    detail: str = ""
    """What exactly."""


def needed_by(function: Function, code: Code) -> tuple[Item, ...]:
    """Return what ``function`` needs beside itself, in the order of files and lines.

    Names of its own file come before those of others.

    Raises:
        TooMuchError: If it needs itself in another form, names that mean several things, or a
            great deal.
    """
    found: dict[Item, None] = {}
    names = {*function.item.names}
    waiting = sorted(function.item.uses)
    seen: set[str] = set()
    path = {name: function.item.path for name in waiting}
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        items = _meant(name, path.get(name, ""), code)
        followers = [item for item in code.followers if name in item.follows]
        for item in (*items, *followers):
            if item == function.item or item in found:
                continue
            if item.names and names.intersection(item.names) and function.item != item:
                raise TooMuchError("another definition has its name", item.path)
            found[item] = None
            path.update({use: item.path for use in item.uses if use not in path})
            waiting.extend(sorted(item.uses - seen))
        if len(found) > _MOST_ITEMS or sum(len(item.text) for item in found) > _MOST_TEXT:
            raise TooMuchError("it needs too much of the code around it")
    _check_names(found)
    return tuple(sorted(found, key=lambda item: (item.path, item.line)))


def _meant(name: str, path: str, code: Code) -> tuple[Item, ...]:
    """What a name means in a file."""
    items = code.items.get(name, ())
    near = tuple(item for item in items if item.path == path)
    if near:
        return near
    files = {item.path for item in items}
    if len({item.text for item in items}) > 1 and len(files) > 1:
        wanted = code.aliases.get(path, {}).get(name)
        chosen = tuple(item for item in items if item.path == wanted)
        if not chosen:
            raise TooMuchError("a name it uses means several things", name)
        return chosen
    return items


def _check_names(items: Iterable[Item]) -> None:
    """One name must not be defined by two files."""
    owners: dict[str, Item] = {}
    for item in items:
        for name in item.names:
            other = owners.setdefault(name, item)
            if other.path != item.path and other.text != item.text:
                raise TooMuchError("a name it uses means several things", name)
