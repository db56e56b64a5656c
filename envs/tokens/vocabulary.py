"""The seam behind which a vocabulary lives: numbers for the pieces of a program."""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.registry import Registry
from codeeval_gym.types import Challenge

__all__ = ["Vocabulary", "VocabularySpec", "Writer", "make", "vocabularies"]


class Writer(ABC):
    """One program being written: what tokens mean for its challenge, and which may come next.

    A subclass has :meth:`encode` and :meth:`decode`. Unless it knows a grammar, every token may
    come at any time.

    Args:
        size: How many tokens there are.
    """

    def __init__(self, size: int) -> None:
        self._all = np.ones(size, np.bool_)

    @abstractmethod
    def encode(self, text: str, *, opened: bool = False) -> list[int]:
        """The tokens of a text, without the end token.

        Args:
            text: A program; with ``opened`` one that goes on below.
            opened: Whether something follows.

        Raises:
            ValueError: If the text cannot be said in these tokens.
        """

    @abstractmethod
    def decode(self, tokens: Sequence[int]) -> str:
        """The text of any tokens but the end token. Never raises."""

    def start(self) -> None:  # noqa: B027 nothing to do without a grammar
        """Begin again with nothing written."""

    def advance(self, token: int) -> None:  # noqa: B027 likewise
        """Note that a token was written, allowed or not."""

    def allows(self, token: int, left: int) -> bool:
        """Whether a token may come next: ``mask(left)[token]``, found faster.

        Args:
            token: The token, end token included.
            left: How many more may be written, the end token aside, at least 1.
        """
        return True

    def mask(self, left: int) -> NDArray[np.bool_]:
        """Which tokens may come next, so that the program can be completed within the limit.

        Args:
            left: As :meth:`allows`.

        Returns:
            A new array of shape ``(size,)``, never all false.
        """
        return self._all.copy()

    def begins(self, tokens: Sequence[int]) -> bool:
        """Whether a program may begin with these; afterwards they are what is written."""
        self.start()
        for token in tokens:
            self.advance(token)
        return True

    def fits(self, left: int) -> bool:
        """Whether the program can still be completed with so many more tokens."""
        return True


class Vocabulary(ABC):
    """Numbers for tokens. Subclass it for one of your own; nothing here is particular to Python.

    Attributes:
        size: How many tokens there are, the end token included; numbers are 0 to ``size - 1``.
        end: The token that ends a program; unused places of an observation hold it, too.
    """

    size: int
    end: int

    @abstractmethod
    def writer(self, challenge: Challenge) -> Writer:
        """What the tokens mean for one challenge.

        Args:
            challenge: Its public view: no hidden test, no reference.
        """


vocabularies: Registry[Callable[..., Vocabulary]] = Registry(
    "vocabulary", "codeeval_gym.vocabularies"
)
"""``python``, ``bytes``, ``characters``, ``tokenizer``, and those of entry points."""

VocabularySpec = str | os.PathLike[str] | Mapping[str, Any] | Vocabulary
"""Anything that :func:`make` takes."""


def make(spec: VocabularySpec) -> Vocabulary:
    """Build a vocabulary.

    Args:
        spec: A registered name; a mapping of ``name`` and that vocabulary's options; the path of
            a ``tokenizer.json`` or of a folder that holds one; or a :class:`Vocabulary`, which is
            returned as it is.

    Raises:
        UnknownNameError: If there is no such name; suggests the nearest.
        TypeError: If ``spec`` is none of these, or an option is not known.
        ValueError: If an option or a file cannot be.
    """
    if isinstance(spec, Vocabulary):
        return spec
    if isinstance(spec, Mapping):
        options = {str(key): value for key, value in spec.items()}
        return vocabularies[str(options.pop("name", None))](**options)
    if not isinstance(spec, str | os.PathLike):
        raise TypeError(
            "A vocabulary is a name such as 'python', a mapping with 'name' and options, the path "
            f"of a tokenizer or a Vocabulary, not a {type(spec).__name__}."
        )
    if spec not in vocabularies and os.path.exists(spec):
        return vocabularies["tokenizer"](path=spec)
    return vocabularies[str(spec)]()
