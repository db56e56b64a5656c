"""Vocabularies of bytes and of characters."""

from collections.abc import Sequence

from codeeval_gym.envs.tokens.vocabulary import Vocabulary, Writer, vocabularies
from codeeval_gym.types import Challenge

__all__ = ["Bytes", "Characters"]


class _BytesWriter(Writer):
    def encode(self, text: str, *, opened: bool = False) -> list[int]:
        return list(text.encode())

    def decode(self, tokens: Sequence[int]) -> str:
        return bytes(tokens).decode(errors="replace")


@vocabularies.register("bytes")
class Bytes(Vocabulary):
    """The 256 bytes of UTF-8, and 256 for the end. Every text can be said; every byte may come."""

    size = 257
    end = 256

    def writer(self, challenge: Challenge) -> Writer:
        """The same for every challenge."""
        return _BytesWriter(self.size)


class _CharactersWriter(Writer):
    def __init__(self, characters: str) -> None:
        super().__init__(len(characters) + 1)
        self._characters = characters

    def encode(self, text: str, *, opened: bool = False) -> list[int]:
        unknown = sorted(set(text) - set(self._characters))
        if unknown:
            raise ValueError(f"The vocabulary has no token for {''.join(unknown)[:20]!r}.")
        return [self._characters.index(character) for character in text]

    def decode(self, tokens: Sequence[int]) -> str:
        return "".join(self._characters[token] for token in tokens)


@vocabularies.register("characters")
class Characters(Vocabulary):
    """One token a character, and the last for the end. Every character may come at any time.

    Args:
        characters: The characters, each once; by default a newline and printable ASCII.

    Raises:
        ValueError: If there are none, or one comes twice.
    """

    def __init__(self, characters: str = "\n" + "".join(map(chr, range(32, 127)))) -> None:
        if not characters or len(set(characters)) < len(characters):
            raise ValueError(f"Characters are a text with each once, not {characters!r:.80}.")
        self._characters = characters
        self.size = len(characters) + 1
        self.end = len(characters)

    def writer(self, challenge: Challenge) -> Writer:
        """The same for every challenge."""
        return _CharactersWriter(self._characters)
