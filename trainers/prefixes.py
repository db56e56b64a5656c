"""What a model says before each token of given programs, prompts that several share read once.

A group of programs for the same challenge has one prompt, which is often as long as they are. Read
with each of them, it costs as much as they do. Read once, with the programs behind its keys and
values, it is the same function: the gradients that reach it from its programs add up.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``n`` is the number of the programs' tokens, ``u``
of different prompts, ``p`` the tokens of the longest.
"""

import inspect
from typing import Any, NamedTuple

import torch
from torch import Tensor
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

from codeeval_gym.trainers.batches import Programs

__all__ = ["hidden_before"]

WORTHWHILE = 0.9
"""Prompts are read once if that leaves at most this share of the tokens, padding counted."""


def hidden_before(model: Any, programs: Programs) -> Tensor:
    """The last hidden state at the position before each token of the programs.

    Rows are padded on the right. Attention is causal, so no token sees the padding after it, and
    positions count from the row's first token as in sampling: without shared prompts neither a
    padding mask nor explicit positions are needed, and padding cannot leak.

    Args:
        model: A causal language model of transformers.
        programs: The rows.

    Returns:
        Shape ``(n, h)``, in the order of ``programs.mask.nonzero()``.
    """
    if (shared := _shared(model, programs)) is not None:
        return _read_apart(model, programs, shared)
    row, column = programs.mask.nonzero(as_tuple=True)
    before = programs.prompt_lengths[row] - 1 + column
    output = model.base_model(input_ids=programs.input_ids, use_cache=False)
    hidden: Tensor = output.last_hidden_state[row, before]
    return hidden


class _Shared(NamedTuple):
    ids: Tensor
    """The different prompts, padded on the right with 0, ``(u, p)``."""
    lengths: Tensor
    """Tokens of each, ``(u,)``."""
    of_row: Tensor
    """The number of each program's prompt, ``(b,)``."""


def _shared(model: Any, programs: Programs) -> _Shared | None:
    """The prompts, if reading each once is worth while and this model can."""
    lengths, (rows, width) = programs.prompt_lengths, programs.mask.shape
    longest = int(lengths.max())
    inside = torch.arange(longest, device=lengths.device) < lengths[:, None]
    prompts = torch.where(inside, programs.input_ids[:, :longest], -1)
    different, of_row = prompts.unique(dim=0, return_inverse=True)
    apart = len(different) * longest + rows * width
    if apart > WORTHWHILE * programs.input_ids.numel() or not _can_share(model):
        return None
    return _Shared(different.clamp(min=0), (different >= 0).sum(dim=1), of_row)


def _can_share(model: Any) -> bool:
    """Whether keys and values are all that the layers remember, and are kept in training."""
    # Layers that are computed once more on the way back keep none.
    if any(getattr(module, "gradient_checkpointing", False) for module in model.modules()):
        return False
    layers = DynamicCache(config=model.config).layers
    return all(type(layer) is DynamicLayer for layer in layers)


def _read_apart(model: Any, programs: Programs, shared: _Shared) -> Tensor:
    body = model.base_model
    accepted = inspect.signature(body.forward).parameters
    # Newer editions of transformers call it by another name.
    cache_name = "cache" if "cache" in accepted else "past_key_values"
    cache: Any = DynamicCache(config=model.config)
    read = body(input_ids=shared.ids, use_cache=True, **{cache_name: cache}).last_hidden_state
    every = torch.arange(len(shared.ids), device=read.device)
    hidden: Tensor = read[every, shared.lengths - 1][shared.of_row, None]
    row = torch.arange(len(programs), device=read.device)[:, None]
    column = torch.arange(programs.mask.shape[1] - 1, device=read.device)
    if len(column):
        cache.batch_select_indices(shared.of_row)
        lengths = programs.prompt_lengths[:, None]
        # Between a short prompt and its program there is padding, which this alone hides.
        inside = torch.arange(shared.ids.shape[1], device=read.device) < lengths
        seen = torch.cat([inside, torch.ones_like(column + row, dtype=torch.bool)], dim=1)
        positions = lengths + column
        last = programs.input_ids.shape[1] - 1  # beyond a short row there is nothing to read
        output = body(
            input_ids=programs.input_ids[row, positions.clamp(max=last)],
            attention_mask=seen.long(),
            use_cache=True,
            **{cache_name: cache},
            **({"position_ids": positions} if "position_ids" in accepted else {}),
        )
        hidden = torch.cat([hidden, output.last_hidden_state], dim=1)
    return hidden[programs.mask]
