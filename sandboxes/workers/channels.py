"""How calls go in and answers come out: as JSON trees for Python, as words for the others."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from codeeval_gym.sandboxes import wire
from codeeval_gym.types import Call
from codeeval_gym.values import Plain, PlainDataError, from_tree, to_tree

__all__ = ["Channel", "TreeChannel", "WordChannel"]


class Channel(ABC):
    """One language's way to write calls and answers."""

    key: str
    """The key of an answer's record."""

    @abstractmethod
    def payload(self, calls: Sequence[Call]) -> dict[str, Any]:
        """All calls of a job, as part of what its process is given."""

    @abstractmethod
    def line(self, args: tuple[Plain, ...]) -> bytes:
        """One call of a conversation, in which there is one function only."""

    @abstractmethod
    def answer(self, written: object) -> Plain:
        """Read what an answer's record carries.

        Raises:
            PlainDataError: If it is not plain data within the bounds.
        """


class TreeChannel(Channel):
    """JSON, with tags for what JSON lacks: the driver in the jail is Python and has our codec."""

    key = "answer"

    def payload(self, calls: Sequence[Call]) -> dict[str, Any]:
        """See :meth:`Channel.payload`."""
        return {"calls": [[item.function, [to_tree(arg) for arg in item.args]] for item in calls]}

    def line(self, args: tuple[Plain, ...]) -> bytes:
        """See :meth:`Channel.line`."""
        trees = [to_tree(arg) for arg in args]
        return json.dumps(trees, separators=(",", ":")).encode("ascii") + b"\n"

    def answer(self, written: object) -> Plain:
        """See :meth:`Channel.answer`."""
        return from_tree(written)


class WordChannel(Channel):
    """Words in prefix order: see ``languages/drivers/README.md``."""

    key = "wire"

    def payload(self, calls: Sequence[Call]) -> dict[str, Any]:
        """See :meth:`Channel.payload`."""
        numbers = {name: at for at, name in enumerate(dict.fromkeys(c.function for c in calls))}
        lines = (wire.call_line(numbers[item.function], item.args) for item in calls)
        return {"call_lines": "".join(lines)}

    def line(self, args: tuple[Plain, ...]) -> bytes:
        """See :meth:`Channel.line`."""
        return wire.call_line(0, args).encode("ascii")

    def answer(self, written: object) -> Plain:
        """See :meth:`Channel.answer`.

        Raises:
            PlainDataError: If it is not plain data within the bounds.
        """
        if not isinstance(written, str):
            raise PlainDataError("an answer that is not text")
        return wire.read(written)
