"""Everything of a code base that a function needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codeeval_gym.challenges.generation.languages.sliced.code import Code, Function, Item

__all__ = ["TooMuchError", "needed_by"]

_MOST_ITEMS = 150
_MOST_TEXT = 24_000


@dataclass
class TooMuchError(Exception):
    """A function that cannot be cut out."""

    reason: str
    """Why, in words that are the same for all of its kind."""
    detail: str = ""
    """What exactly."""


def needed_by(function: Function, code: Code) -> tuple[Item, ...]:
    """Return what ``function`` needs beside itself, what is used before what uses it.

    Names of its own file come before those of others.

    Raises:
        TooMuchError: If it needs itself in another form, names that mean several things, or a
            great deal.
    """
    found: dict[tuple[tuple[str, ...], str], Item] = {}
    own = function.item
    waiting = [(name, own.path) for name in sorted(own.uses)]
    seen = set[tuple[str, str]]()
    coming = _followers(own.names, code)
    while waiting or coming:
        items = coming
        if not items:
            mention = waiting.pop()
            if mention in seen:
                continue
            seen.add(mention)
            items = (*_meant(*mention, code), *_followers(mention[:1], code))
        coming = ()
        for item in items:
            if item == own or (item.names, item.text) in found:
                continue
            if set(own.names).intersection(item.names):
                raise TooMuchError("another definition has its name", item.path)
            found[item.names, item.text] = item
            waiting.extend((name, item.path) for name in sorted(item.uses))
        if len(found) > _MOST_ITEMS or sum(len(text) for _, text in found) > _MOST_TEXT:
            raise TooMuchError("it needs too much of the code around it")
    _check_names(found.values())
    return _in_order(sorted(found.values(), key=lambda item: (item.path, item.line)))


def _in_order(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items with what each uses before it: a variable is set when its line is reached."""
    owners: dict[str, list[Item]] = {}
    for item in items:
        for name in item.names:
            owners.setdefault(name, []).append(item)
    done: dict[Item, None] = {}
    begun: set[Item] = set()
    waiting = list(reversed(items))
    while waiting:
        item = waiting.pop()
        if item in done:
            continue
        used = [each for name in sorted(item.uses | item.follows) for each in owners.get(name, ())]
        missing = [each for each in used if each not in done and each not in begun]
        if missing and item not in begun:
            waiting += [item, *reversed(missing)]
        else:
            done[item] = None
        begun.add(item)
    return tuple(done)


def _followers(names: Iterable[str], code: Code) -> tuple[Item, ...]:
    return tuple(item for item in code.followers if item.follows.intersection(names))


def _meant(name: str, path: str, code: Code) -> tuple[Item, ...]:
    """What a name means in a file."""
    items = code.items.get(name, ())
    near = tuple(item for item in items if item.path == path)
    if near:
        return near
    if path in code.aliases:
        wanted = code.aliases[path].get(name)
        return tuple(item for item in items if item.path == wanted)
    if len({item.text for item in items}) > 1 and len({item.path for item in items}) > 1:
        raise TooMuchError("a name it uses means several things", name)
    return items


def _check_names(items: Iterable[Item]) -> None:
    """One name must not be defined by two files."""
    owners: dict[str, Item] = {}
    for item in items:
        for name in item.names:
            other = owners.setdefault(name, item)
            if other.path != item.path and other.text != item.text:
                raise TooMuchError("a name it uses means several things", name)
