"""A space of texts as programs are: any characters, bounded length."""

import string
import sys
from typing import Any

import numpy as np
from gymnasium.error import CustomSpaceError
from gymnasium.spaces import Box, Text, flatten, flatten_space, unflatten
from gymnasium.vector.utils import create_shared_memory
from numpy.typing import NDArray

__all__ = ["CodeText"]

_PADDING = sys.maxunicode + 1
"""Fills a flattened text up to the space's length: one above the last code point."""
_SAMPLE_LENGTH = 64


class CodeText(Text):
    """Texts of any characters, NUL and lone surrogates included, bounded by length alone.

    Samples are short and printable. A text is flattened to its code points. Gymnasium's
    ``AsyncVectorEnv`` would hand out frozen texts over shared memory, so with
    ``shared_memory=True`` this space makes it raise.

    Args:
        max_length: Most characters, inclusive.
        min_length: Fewest characters, inclusive.
        seed: Seed for :meth:`sample`.
    """

    def __init__(
        self,
        max_length: int,
        *,
        min_length: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        charset = string.ascii_letters + string.digits + string.punctuation + " \n"
        super().__init__(max_length, min_length=min_length, charset=charset, seed=seed)

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        """Draw a text of at most 64 printable ASCII characters, or ``min_length`` if that is more.

        Args:
            mask: As :meth:`gymnasium.spaces.Text.sample`, over the printable characters.
            probability: As ``mask``.
        """
        if mask is None and probability is None:
            longest = max(self.min_length, min(self.max_length, _SAMPLE_LENGTH))
            mask = (self.np_random.integers(self.min_length, longest, endpoint=True), None)
        return super().sample(mask, probability)

    def contains(self, x: Any) -> bool:
        """True for a ``str`` whose length is within the bounds."""
        return isinstance(x, str) and self.min_length <= len(x) <= self.max_length

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CodeText)
            and self.min_length == other.min_length
            and self.max_length == other.max_length
        )

    def __repr__(self) -> str:
        return f"CodeText({self.max_length}, min_length={self.min_length})"


@flatten_space.register(CodeText)
def _flatten_space(space: CodeText) -> Box:
    return Box(low=0, high=_PADDING, shape=(space.max_length,), dtype=np.int32)


@flatten.register(CodeText)
def _flatten(  # type: ignore[misc]  # the first argument's type fits no space with a type
    space: CodeText, x: str
) -> NDArray[np.int32]:
    codes = np.full(space.max_length, _PADDING, dtype=np.int32)
    codes[: len(x)] = np.frombuffer(x.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes


@unflatten.register(CodeText)
def _unflatten(  # type: ignore[misc]  # likewise
    space: CodeText, x: NDArray[np.int32]
) -> str:
    return "".join(chr(code) for code in x if code != _PADDING)


@create_shared_memory.register(CodeText)
def _create_shared_memory(space: CodeText, n: int = 1, ctx: Any = None) -> None:
    raise CustomSpaceError(
        f"{space} cannot be kept in shared memory: AsyncVectorEnv would return the first texts "
        "for ever. Use gymnasium.make_vec without a vectorization_mode, or shared_memory=False."
    )
