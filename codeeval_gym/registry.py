"""A small registry of named things: sandboxes, reward terms, comparators, trainers."""

from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from codeeval_gym.errors import UnknownNameError

__all__ = ["Registry"]

T = TypeVar("T")


class Registry(Generic[T]):
    """Names and what they stand for.

    A third party adds a name through a package entry point of the registry's group; it is loaded
    when that name is first looked up, never before.

    Args:
        kind: What the names name, for error messages, e.g. ``"sandbox"``.
        group: The entry-point group, e.g. ``"codeeval_gym.sandboxes"``. ``None`` means that only
            :meth:`register` adds names.
    """

    def __init__(self, kind: str, group: str | None = None) -> None:
        self.kind = kind
        self.group = group
        self._entries: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers what it decorates under ``name``.

        Raises:
            ValueError: If the name is taken by something else.
        """

        def add(entry: T) -> T:
            taken = self._entries.setdefault(name, entry)
            if taken is not entry:
                raise ValueError(f"The {self.kind} {name!r} is already registered as {taken!r}.")
            return entry

        return add

    def unregister(self, name: str) -> None:
        """Forget ``name``; nothing happens if it is not registered."""
        self._entries.pop(name, None)

    def __getitem__(self, name: str) -> T:
        """Look ``name`` up.

        Raises:
            UnknownNameError: If nothing has this name; suggests the nearest.
        """
        if name in self._entries:
            return self._entries[name]
        for point in self._points():
            if point.name == name:
                return self._entries.setdefault(name, point.load())
        raise UnknownNameError(self.kind, name, self)

    def __iter__(self) -> Iterator[str]:
        """The known names, sorted, those of entry points included."""
        return iter(sorted({*self._entries, *(point.name for point in self._points())}))

    def __contains__(self, name: object) -> bool:
        """True when ``name`` is known, loaded or not."""
        return name in set(self)

    def _points(self) -> Iterable[EntryPoint]:
        return entry_points(group=self.group) if self.group else ()
