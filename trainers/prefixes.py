"""What a model says before each token of given programs, prompts that several share read once.

A group of programs for the same challenge has one prompt, which is often as long as they are. Read
with each of them, it costs as much as they do. Read once, with the programs behind its keys and
values, it is the same function: the gradients that reach it from its programs add up. Programs of
one prompt then share rows, see :mod:`codeeval_gym.trainers.packing`.

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
from codeeval_gym.trainers.packing import Places, arrange, seen

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
    places: Places
    """Where the programs are read."""


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
    # What a program's last token leads to is not asked.
    to_read = (programs.mask.sum(dim=1) - 1).tolist()
    places = Places(tuple(range(rows)), (0,) * rows, tuple(of_row.tolist()), max(to_read))
    if _can_pack(model):
        # A layer multiplies a token by some 12 h² weights, and with a key and a value of h each.
        key_cost = 1 / (6 * model.config.get_text_config().hidden_size)
        packed = arrange(to_read, places.prompts, key_cost)
        places = packed if packed.packed else places
    return _Shared(different.clamp(min=0), (different >= 0).sum(dim=1), of_row, places)


def _can_share(model: Any) -> bool:
    """Whether keys and values are all that the layers remember, and are kept in training."""
    # Layers that are computed once more on the way back keep none.
    if any(getattr(module, "gradient_checkpointing", False) for module in model.modules()):
        return False
    layers = DynamicCache(config=model.config).layers
    return all(type(layer) is DynamicLayer for layer in layers)


def _can_pack(model: Any) -> bool:
    """Whether the model can be told, for each token, what it sees and where it stands."""
    takes_positions = "position_ids" in inspect.signature(model.base_model.forward).parameters
    # ALiBi counts how far tokens are apart by where they lie, not by the positions it is told.
    counts_places = getattr(model.config, "alibi", False)
    known = model.config._attn_implementation in ("sdpa", "eager")
    return takes_positions and known and not counts_places


def _read_apart(model: Any, programs: Programs, shared: _Shared) -> Tensor:
    body = model.base_model
    accepted = inspect.signature(body.forward).parameters
    # Newer editions of transformers call it by another name.
    cache_name = "cache" if "cache" in accepted else "past_key_values"
    cache: Any = DynamicCache(config=model.config)
    read = body(input_ids=shared.ids, use_cache=True, **{cache_name: cache}).last_hidden_state
    states = read.flatten(0, 1)
    # The state before each token, by its number in ``states``: that of a program's first token is
    # the prompt's last, that of any other the one of the token before it.
    before = torch.empty(programs.mask.shape, dtype=torch.long, device=read.device)
    before[:, 0] = shared.of_row * shared.ids.shape[1] + shared.lengths[shared.of_row] - 1
    if shared.places.width:
        batch = _behind_prompts(programs, shared)
        before[:, 1:][programs.mask[:, 1:]] = len(states) + batch.number
        behind = torch.tensor(shared.places.prompts, device=read.device)
        cache.batch_select_indices(behind)
        inside = torch.arange(shared.ids.shape[1], device=read.device) < shared.lengths[:, None]
        output = body(
            input_ids=batch.ids,
            attention_mask=_attention(shared, batch, inside[behind], model.dtype),
            use_cache=True,
            **{cache_name: cache},
            **({"position_ids": batch.positions} if "position_ids" in accepted else {}),
        )
        states = torch.cat([states, output.last_hidden_state.flatten(0, 1)])
    found: Tensor = states.index_select(0, before[programs.mask])
    return found


class _Batch(NamedTuple):
    """What is read behind the prompts, ``(r, w)`` each but the last; padded with 0."""

    ids: Tensor
    """Token ids."""
    positions: Tensor
    """Counted from the first token of the prompt."""
    owner: Tensor
    """The number of the program that a token is of, from 1."""
    number: Tensor
    """Where each token is, as if rows were joined, in the order of the programs' mask."""


def _behind_prompts(programs: Programs, shared: _Shared) -> _Batch:
    """All tokens of the programs but the last of each, laid out."""
    places, device = shared.places, programs.mask.device
    size = len(places.prompts) * places.width
    begins = torch.tensor(places.row, device=device) * places.width
    begins += torch.tensor(places.column, device=device)
    program, column = programs.mask[:, 1:].nonzero(as_tuple=True)
    position = programs.prompt_lengths[program] + column
    number = begins[program] + column

    def laid_out(values: Tensor) -> Tensor:
        flat = torch.zeros(size, dtype=torch.long, device=device)
        return flat.index_copy_(0, number, values).view(-1, places.width)

    ids = programs.input_ids[program, position]
    return _Batch(laid_out(ids), laid_out(position), laid_out(program + 1), number)


def _attention(shared: _Shared, batch: _Batch, inside: Tensor, dtype: torch.dtype) -> Tensor:
    """Between a short prompt and its programs there is padding, which this alone hides."""
    if shared.places.packed:
        return seen(batch.owner, inside, dtype)
    return torch.cat([inside, torch.ones_like(batch.owner, dtype=torch.bool)], dim=1).long()
