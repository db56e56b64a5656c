"""What a model is pre-trained on: prompts and references of a train split, in batches."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, left_pad

__all__ = ["Batch", "Example", "batches", "encode", "read_texts"]

IGNORED = -100
"""The label that transformers' loss leaves out."""

POOL = 16
"""Batches that are sorted by length together: similar lengths need little padding, and a pool
this small keeps the order of batches random."""


@dataclass(frozen=True)
class Example:
    """One prompt and its program."""

    ids: tuple[int, ...]
    """Prompt, program and EOS, as sampling would join them."""
    prompt_length: int
    """How many of ``ids`` are the prompt."""


@dataclass(frozen=True)
class Batch:
    """Examples of similar length, padded on the left."""

    ids: Tensor
    """Shape ``(batch, width)``."""
    attention_mask: Tensor
    """1 at tokens, shape ``(batch, width)``."""
    position_ids: Tensor
    """Shape ``(batch, width)``."""
    labels: Tensor
    """``ids`` at the program's tokens, elsewhere :data:`IGNORED`; shape ``(batch, width)``."""

    @property
    def tokens(self) -> int:
        """Tokens read, padding not counted."""
        return int(self.attention_mask.sum())

    @property
    def program_tokens(self) -> int:
        """Tokens the loss is taken over."""
        return int((self.labels != IGNORED).sum())


def read_texts(challenges: Dataset) -> list[tuple[str, str]]:
    """Return the prompt and the reference of every challenge.

    Raises:
        ConfigError: If this is not a train split: a model that has read the held-out challenges
            could not be measured on them.
    """
    if not challenges.name.endswith(":train"):
        raise ConfigError(
            f"challenges: pre-training reads a train split only, not {challenges.name!r}. "
            "Give 'builtin:train'."
        )
    return [(challenge.prompt, challenge.references["python"]) for challenge in challenges]


def encode(policy: LLMAdapter, texts: Iterable[tuple[str, str]]) -> list[Example]:
    """Encode prompt and program apart, as in sampling, and join them as ids."""
    examples = []
    for prompt, program in texts:
        prompt_ids = policy.encode_prompt(prompt)
        program_ids = policy.encode_program(program)
        examples.append(Example((*prompt_ids, *program_ids), len(prompt_ids)))
    return examples


def batches(
    examples: list[Example], batch_size: int, pad_id: int, generator: torch.Generator
) -> Iterator[Batch]:
    """Yield batches without end: every example once, in random order, then anew."""
    while True:
        order = torch.randperm(len(examples), generator=generator).tolist()
        for start in range(0, len(order), POOL * batch_size):
            pool = [examples[place] for place in order[start : start + POOL * batch_size]]
            pool.sort(key=lambda example: len(example.ids))
            count = math.ceil(len(pool) / batch_size)
            for number in torch.randperm(count, generator=generator).tolist():
                yield _collate(pool[number * batch_size : (number + 1) * batch_size], pad_id)


def _collate(examples: list[Example], pad_id: int) -> Batch:
    padded = left_pad([example.ids for example in examples], pad_id)
    labels = torch.full_like(padded.ids, IGNORED)
    for row, example in enumerate(examples):
        length = len(example.ids) - example.prompt_length
        labels[row, -length:] = padded.ids[row, -length:]
    return Batch(padded.ids, padded.attention_mask, padded.position_ids, labels)
