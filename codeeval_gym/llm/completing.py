"""A policy as the one that completes prefixes of programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch

from codeeval_gym.llm.adapter import LLMAdapter
from codeeval_gym.types import Challenge

__all__ = ["PolicyCompleter"]

_BATCH = 128


@dataclass(frozen=True)
class PolicyCompleter:
    """Completes prefixes with a language model, for a labeller of prefixes.

    That is :class:`codeeval_gym.evaluation.PrefixLabeller`. The model reads the challenge's prompt
    and the prefix as what it has written so far; a chat model has opened a fenced block, and its
    completion ends where it closes that. A completion that goes on with the prefix's last line
    completes another prefix, and is left out.
    """

    policy: LLMAdapter
    """Writes the completions."""
    language: str = "python"
    """Of the programs; a chat model's block is opened in it."""
    max_new_tokens: int = 128
    """Budget of a completion, tokens."""
    temperature: float = 1.0
    """Divides the logits; 0 gives each prefix one completion again and again."""
    seed: int = 0
    """The same seed gives the same completions in the same order of calls."""
    _chance: torch.Generator = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_chance", torch.Generator().manual_seed(self.seed))

    def __call__(
        self, prefixes: Sequence[tuple[Challenge, str]], count: int
    ) -> Sequence[Sequence[str]]:
        """Write what follows: see :class:`codeeval_gym.evaluation.Completer`.

        Raises:
            ValueError: If a prompt, its prefix and the budget do not fit into the model's context.
        """
        read = [
            self._read(challenge, prefix) for challenge, prefix in prefixes for _ in range(count)
        ]
        written: list[str] = []
        for start in range(0, len(read), _BATCH):
            generation = self.policy.generate(
                read[start : start + _BATCH],
                max_new_tokens=self.max_new_tokens,
                temperature=self.temperature,
                generator=self._chance,
            )
            written += [
                self._text(row[: int(length)].tolist())
                for row, length in zip(generation.tokens, generation.lengths, strict=True)
            ]
        each = [written[place : place + count] for place in range(0, len(written), count)]
        return [
            [text for text in map(_after_line, texts) if text is not None] if prefix else texts
            for (_, prefix), texts in zip(prefixes, each, strict=True)
        ]

    def _read(self, challenge: Challenge, prefix: str) -> list[int]:
        opened = f"```{self.language}\n" if self.policy.tokenizer.chat_template else ""
        # Tokenizers join the end of a line with the indentation behind it: cut in front of it.
        so_far = opened + prefix.removesuffix("\n")
        tokens = self.policy.encode_program(so_far)[:-1]  # the EOS is still to come
        return [*self.policy.encode_prompt(challenge.prompt), *tokens]

    def _text(self, tokens: list[int]) -> str:
        if self.policy.eos_id in tokens:
            tokens = tokens[: tokens.index(self.policy.eos_id)]
        text: str = self.policy.tokenizer.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text.partition("```")[0] if self.policy.tokenizer.chat_template else text


def _after_line(text: str) -> str | None:
    """What stands on the lines that follow; ``None`` if the prefix's last line was gone on with."""
    return text[1:] if text.startswith("\n") else None if text else ""
