"""A vocabulary of the tokens of a Hugging Face tokenizer. Needs ``tokenizers``, of ``[train]``."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codeeval_gym.envs.tokens.vocabulary import Vocabulary, Writer, vocabularies
from codeeval_gym.types import Challenge

__all__ = ["TokenizerVocabulary"]


class _TokenizerWriter(Writer):
    def __init__(self, tokenizer: Any, size: int) -> None:
        super().__init__(size)
        self._tokenizer = tokenizer

    def encode(self, text: str, *, opened: bool = False) -> list[int]:
        tokens: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        if self.decode(tokens) != text:
            raise ValueError(f"The tokenizer cannot say {text[:80]!r} and keep it as it is.")
        return tokens

    def decode(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))


@vocabularies.register("tokenizer")
class TokenizerVocabulary(Vocabulary):
    """Tokens as a language model's tokenizer cuts them. Every token may come at any time.

    Nothing is downloaded and no code of a model is run: the file is data.

    Args:
        path: A ``tokenizer.json``, or a folder with one, as checkpoints have it.
        end: The end token as it is written; ``None`` means the ``eos_token`` of the
            ``tokenizer_config.json`` beside it.

    Raises:
        ValueError: If there is no such file, it is no tokenizer, or the end token is not in it.
        ImportError: If ``tokenizers`` is not installed.
    """

    def __init__(self, path: str | os.PathLike[str], end: str | None = None) -> None:
        from tokenizers import Tokenizer

        file = Path(path)
        file = file / "tokenizer.json" if file.is_dir() else file
        try:
            self._tokenizer = Tokenizer.from_str(file.read_text("utf-8"))
        except Exception as error:  # tokenizers raises no narrower one
            raise ValueError(f"{file} is no tokenizer: {error}") from error
        self.size = self._tokenizer.get_vocab_size()
        named = end if end is not None else _eos_token(file.with_name("tokenizer_config.json"))
        found = self._tokenizer.token_to_id(named)
        if found is None:
            raise ValueError(f"{file} has no end token {named!r}; name it with end=.")
        self.end = found

    def writer(self, challenge: Challenge) -> Writer:
        """The same for every challenge."""
        return _TokenizerWriter(self._tokenizer, self.size)


def _eos_token(file: Path) -> str:
    try:
        named = json.loads(file.read_text("utf-8")).get("eos_token", "")
    except (OSError, ValueError):
        return ""
    return str(named.get("content", "") if isinstance(named, dict) else named)
