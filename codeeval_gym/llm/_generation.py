"""Sampling from a causal language model in batches.

The loop is our own, and short: a model of a few million parameters spends as long in a general
generation routine as in its own layers. It keeps the whole distribution (no top-k, no top-p), so
that the log probabilities it returns are those of the policy that a trainer then updates.

Notation used for shapes:
    batch: number of prompts, width: longest prompt, new: token budget, vocab: vocabulary size.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from codeeval_gym.llm._cache import make_cache

__all__ = ["Generation", "OnFinished", "Padded", "generate", "left_pad"]

OnFinished = Callable[[int, list[int]], None]
"""Called with the number of a prompt and the ids written for it, the EOS included, once they are
complete: while other rows are still written, in any order, once for each. What it raises ends the
sampling."""

COMPACT_BELOW = 0.85
"""Finished rows are dropped when at most this share still runs: dropping copies the cache once,
which is what every step does anyway, so it pays early."""


@dataclass(frozen=True)
class Generation:
    """What a model wrote for a batch of prompts."""

    tokens: Tensor
    """Token ids, int64, shape ``(batch, new)``; the EOS, where there is one, then padding."""
    lengths: Tensor
    """Tokens in each row, the EOS counted, int64, shape ``(batch,)``."""
    truncated: Tensor
    """True means that the budget was spent without an EOS, bool, shape ``(batch,)``."""
    logprobs: Tensor
    """Log probability of each token at the sampling temperature, float32, shape ``(batch, new)``;
    0 at padding. For greedy choice, those at temperature 1."""


@dataclass(frozen=True)
class Padded:
    """Sequences of unlike length as one batch."""

    ids: Tensor
    """Token ids, shape ``(batch, width)``, padded on the left."""
    attention_mask: Tensor
    """1 at tokens, 0 at padding, shape ``(batch, width)``."""
    position_ids: Tensor
    """0 at each row's first token, shape ``(batch, width)``."""


def left_pad(
    sequences: Sequence[Sequence[int]], pad_id: int, device: torch.device | str = "cpu"
) -> Padded:
    """Pad on the left, with the positions that each sequence would have alone.

    Args:
        sequences: Token ids, at least one in each.
        pad_id: What to fill with; masked, so any id does.
        device: Where the tensors go.

    Raises:
        ValueError: If a sequence, or the batch, is empty: nothing would predict its first token.
    """
    if not sequences or not all(len(sequence) for sequence in sequences):
        raise ValueError(
            "Expected at least one sequence and at least one token in each; an empty one came. "
            "Encode prompts with LLMAdapter.encode_prompt."
        )
    width = max(len(sequence) for sequence in sequences)
    ids = [[pad_id] * (width - len(sequence)) + list(sequence) for sequence in sequences]
    mask = [[0] * (width - len(sequence)) + [1] * len(sequence) for sequence in sequences]
    attention_mask = torch.tensor(mask, device=device)
    position_ids = (attention_mask.cumsum(1) - 1).clamp(min=0)
    return Padded(torch.tensor(ids, device=device), attention_mask, position_ids)


def generate(
    model: Any,
    prompts: Sequence[Sequence[int]],
    *,
    max_new_tokens: int,
    eos_id: int,
    pad_id: int,
    temperature: float = 1.0,
    generator: torch.Generator | None = None,
    on_finished: OnFinished | None = None,
) -> Generation:
    """Sample a continuation of every prompt until its EOS or the end of the budget.

    Each row draws from its own stream of noise, so neither the rows beside it nor the dropping of
    finished ones changes what it says.

    Args:
        model: A causal language model of transformers.
        prompts: Token ids, unpadded.
        max_new_tokens: The budget of each row, at least 1.
        eos_id: Ends a row.
        pad_id: Fills what is not used.
        temperature: Divides the logits; 0 takes the likeliest token.
        generator: The source of noise; ``None`` means torch's global one.
        on_finished: Told of each row when it is complete.

    Raises:
        ValueError: If a prompt is empty, the budget is below 1 or the temperature is negative.
    """
    if max_new_tokens < 1 or not temperature >= 0:
        raise ValueError(
            "Expected max_new_tokens >= 1 and temperature >= 0, "
            f"not {max_new_tokens!r} and {temperature!r}."
        )
    device = model.device
    noise = _noise(len(prompts), max_new_tokens, generator).to(device)
    # Made outside the inference mode, so that a trainer can use them in a loss.
    written = Generation(
        tokens=torch.full(noise.shape, pad_id, device=device),
        lengths=torch.zeros(len(prompts), dtype=torch.long, device=device),
        truncated=torch.ones(len(prompts), dtype=torch.bool, device=device),
        logprobs=torch.zeros(noise.shape, device=device),
    )
    # Siblings' common prompt is read once.
    distinct = list(dict.fromkeys(map(tuple, prompts)))
    number = {prompt: place for place, prompt in enumerate(distinct)}
    reader = torch.tensor([number[tuple(prompt)] for prompt in prompts], device=device)
    with torch.inference_mode():
        context = _Context(model, left_pad(distinct, pad_id, device))
        first = context.logits()
        if len(distinct) < len(prompts):
            context.take(reader)
        tell = _Teller(written, on_finished)
        _write(written, context, first[reader], noise, temperature, eos_id, tell)
        written.truncated[:] = (written.tokens != eos_id).all(dim=1)
        tell(written.truncated.nonzero().flatten())
    return written


class _Teller:
    """Passes rows on that are complete."""

    def __init__(self, written: Generation, on_finished: OnFinished | None) -> None:
        self.written = written
        self.on_finished = on_finished

    def __call__(self, rows: Tensor) -> None:
        """Tell of these rows."""
        if self.on_finished is None:
            return
        lengths = self.written.lengths[rows].tolist()
        for row, length in zip(rows.tolist(), lengths, strict=True):
            self.on_finished(row, self.written.tokens[row, :length].tolist())


def _write(
    written: Generation,
    context: "_Context",
    logits: Tensor,
    noise: Tensor,
    temperature: float,
    eos_id: int,
    tell: _Teller,
) -> None:
    """Fill ``written`` column by column; ``logits`` are those of the first."""
    rows = torch.arange(len(noise), device=noise.device)  # those still in the batch
    running = torch.ones_like(rows, dtype=torch.bool)
    for step in range(noise.shape[1]):
        choice, logprob = _choose(logits, temperature, noise[rows, step])
        at = rows[running]
        written.tokens[at, step] = choice[running]
        written.logprobs[at, step] = logprob[running]
        written.lengths[at] += 1
        ended = running & (choice == eos_id)
        running = running & ~ended
        tell(rows[ended])
        left = int(running.sum())
        if left == 0 or step + 1 == noise.shape[1]:
            break
        if left <= COMPACT_BELOW * len(running):
            context.take(running.nonzero().flatten())
            rows, choice, running = rows[running], choice[running], running[running]
        context.append(choice)
        logits = context.logits()


class _Context:
    """What the model has read so far: the cache, and the tokens it has still to read."""

    def __init__(self, model: Any, batch: Padded) -> None:
        self.model = model
        self.cache = make_cache(model.config)
        self.ids = batch.ids
        self.mask = batch.attention_mask
        self.positions = batch.position_ids
        accepted = inspect.signature(model.forward).parameters
        # Not every architecture counts positions; most, not all, can skip the prompt's logits.
        self.takes_positions = "position_ids" in accepted
        self.options = {"logits_to_keep": 1} if "logits_to_keep" in accepted else {}
        # Newer editions of transformers call it by another name.
        self.cache_name = "cache" if "cache" in accepted else "past_key_values"

    def logits(self) -> Tensor:
        """Read what is to be read; the logits of the next token, shape ``(batch, vocab)``."""
        positions = {"position_ids": self.positions} if self.takes_positions else {}
        output = self.model(
            input_ids=self.ids,
            attention_mask=self.mask,
            use_cache=True,
            **{self.cache_name: self.cache},
            **positions,
            **self.options,
        )
        last: Tensor = output.logits[:, -1]
        return last.float()

    def append(self, choice: Tensor) -> None:
        """Set the next token to read, shape ``(batch,)``."""
        self.ids = choice[:, None]
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(choice), 1)], dim=1)
        self.positions = self.positions[:, -1:] + 1

    def take(self, rows: Tensor) -> None:
        """Go on with these rows, of which one may be there several times."""
        self.cache.batch_select_indices(rows)
        self.mask, self.positions = self.mask[rows], self.positions[rows]


def _noise(rows: int, columns: int, generator: torch.Generator | None) -> Tensor:
    device = generator.device if generator is not None else "cpu"
    return torch.rand(rows, columns, dtype=torch.float64, generator=generator, device=device)


def _choose(logits: Tensor, temperature: float, noise: Tensor) -> tuple[Tensor, Tensor]:
    """One token per row and its log probability, by inverting the cumulative distribution."""
    logprobs = torch.log_softmax(logits / (temperature or 1.0), dim=-1)
    if temperature == 0:
        choice = logprobs.argmax(dim=-1, keepdim=True)
    else:
        # In double precision: single loses the tail of a large vocabulary to rounding.
        cumulative = logprobs.double().exp().cumsum(dim=-1)
        target = noise[:, None] * cumulative[:, -1:]
        choice = torch.searchsorted(cumulative, target, right=True)
        choice = choice.clamp(max=logits.shape[-1] - 1)
    return choice[:, 0], logprobs.gather(1, choice)[:, 0]
