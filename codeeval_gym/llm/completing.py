"""A policy as the one that completes prefixes of programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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
    _vocabulary: list[str] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_chance", torch.Generator().manual_seed(self.seed))

    def __call__(
        self, prefixes: Sequence[tuple[Challenge, str]], count: int
    ) -> Sequence[Sequence[str]]:
        """Write what follows: see :class:`codeeval_gym.evaluation.Completer`.

        Raises:
            ValueError: If a prompt, its prefix and the budget do not fit into the model's context.
        """
        starts = [start for pair in prefixes for start in self._starts(*pair, count)]
        written: list[str] = []
        for first in range(0, len(starts), _BATCH):
            batch = starts[first : first + _BATCH]
            generation = self.policy.generate(
                [[*start.read, *start.begun] for start in batch],
                max_new_tokens=self.max_new_tokens,
                temperature=self.temperature,
                generator=self._chance,
            )
            written += [
                self._text([*start.begun, *row[: int(length)].tolist()])[start.known :]
                for start, row, length in zip(
                    batch, generation.tokens, generation.lengths, strict=True
                )
            ]
        each = [written[place : place + count] for place in range(0, len(written), count)]
        return [
            [text for text in map(_after_line, texts) if text is not None] if prefix else texts
            for (_, prefix), texts in zip(prefixes, each, strict=True)
        ]

    def _starts(self, challenge: Challenge, prefix: str, count: int) -> list["_Start"]:
        """What each of the completions of a prefix is begun with.

        A tokenizer that writes ``:``, the line's end and the next indentation as one token never
        writes ``:`` alone, and a model that reads that goes on with anything. So the prefix's last
        token is taken back, and the next one drawn from the tokens that begin with its text and
        a line's end (known as token healing). Where there is none, the prefix is read as it is.
        """
        opened = f"```{self.language}\n" if self.policy.tokenizer.chat_template else ""
        # Tokenizers join the end of a line with the indentation behind it: cut in front of it.
        so_far = opened + prefix.removesuffix("\n")
        tokens = self.policy.encode_program(so_far)[:-1]  # the EOS is still to come
        prompt = self.policy.encode_prompt(challenge.prompt)
        taken = self._decode(tokens[-1:])
        fitting = self._beginning_with(f"{taken}\n") if taken and so_far.endswith(taken) else []
        if not fitting or not prefix.endswith("\n"):
            return [_Start([*prompt, *tokens])] * count
        read = [*prompt, *tokens[:-1]]
        return [_Start(read, (token,), len(taken)) for token in self._draw(read, fitting, count)]

    def _draw(self, read: list[int], fitting: list[int], count: int) -> list[int]:
        """Draw the next token from some of the vocabulary, ``count`` times."""
        with torch.inference_mode():
            ids = torch.tensor([read], device=self.policy.device)
            logits = self.policy.model(input_ids=ids, use_cache=False).logits[0, -1, fitting].cpu()
        if self.temperature == 0:
            return [fitting[int(logits.argmax())]] * count
        chances = torch.softmax(logits.float() / self.temperature, dim=0)
        drawn = torch.multinomial(chances, count, replacement=True, generator=self._chance)
        return [fitting[int(place)] for place in drawn]

    def _beginning_with(self, text: str) -> list[int]:
        if not self._vocabulary:
            size = len(self.policy.tokenizer)
            self._vocabulary.extend(self._decode([token]) for token in range(size))
        return [token for token, own in enumerate(self._vocabulary) if own.startswith(text)]

    def _text(self, tokens: list[int]) -> str:
        if self.policy.eos_id in tokens:
            tokens = tokens[: tokens.index(self.policy.eos_id)]
        text = self._decode(tokens)
        return text.partition("```")[0] if self.policy.tokenizer.chat_template else text

    def _decode(self, tokens: list[int]) -> str:
        text: str = self.policy.tokenizer.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text


class _Start(NamedTuple):
    """What a completion is written from."""

    read: list[int]
    """Prompt and prefix."""
    begun: tuple[int, ...] = ()
    """Tokens that are the completion's, and were drawn already."""
    known: int = 0
    """Characters with which the completion repeats the end of the prefix."""


def _after_line(text: str) -> str | None:
    """What stands on the lines that follow; ``None`` if the prefix's last line was gone on with."""
    return text[1:] if text.startswith("\n") else None if text else ""
