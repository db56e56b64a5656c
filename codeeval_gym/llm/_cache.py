"""A key-value cache that grows in blocks.

The cache of transformers is concatenated anew, in every layer, for every token. On a CPU most of
the time of a small model goes there: 12 to 60 ms a step for 128 rows, against 11 ms with this one.
"""

from typing import Any

from torch import Tensor
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

__all__ = ["is_plain", "make_cache"]

BLOCK = 64
"""Tokens that are made room for at once."""


def make_cache(config: Any) -> Any:
    """Return an empty cache for a model of this configuration."""
    cache: Any = DynamicCache(config=config)
    block_layer: Any = _BlockLayer  # its constructor is inherited, without types
    # Sliding windows and recurrent states keep the layers that transformers chose for them.
    cache.layers = [
        block_layer() if type(layer) is DynamicLayer else layer for layer in cache.layers
    ]
    return cache


def is_plain(cache: Any) -> bool:
    """Whether every layer of a new cache keeps all keys and values, and nothing else."""
    return all(isinstance(layer, _BlockLayer) for layer in cache.layers)


class _BlockLayer(DynamicLayer):
    """Keys and values, shape ``(batch, heads, length, head_dim)``, as views of roomier tensors."""

    key_room: Tensor | None = None
    """Shape ``(batch, heads, capacity, head_dim)``; ``None`` before the first update."""
    value_room: Tensor | None = None
    """As ``key_room``."""

    def update(
        self, key_states: Tensor, value_states: Tensor, *args: Any, **kwargs: Any
    ) -> tuple[Tensor, Tensor]:
        """Append one or more tokens; return all keys and values so far."""
        start = self.get_seq_length()
        end = start + key_states.shape[-2]
        self.is_initialized = True
        self.key_room = _write(self.key_room, key_states, start)
        self.value_room = _write(self.value_room, value_states, start)
        self.keys = keys = self.key_room[..., :end, :]
        self.values = values = self.value_room[..., :end, :]
        return keys, values

    def batch_select_indices(self, indices: Tensor) -> None:
        """Keep these rows only."""
        length = self.get_seq_length()
        if self.key_room is not None and self.value_room is not None:
            self.key_room, self.value_room = self.key_room[indices], self.value_room[indices]
            self.keys = self.key_room[..., :length, :]
            self.values = self.value_room[..., :length, :]


def _write(room: Tensor | None, states: Tensor, start: int) -> Tensor:
    """Write ``states`` from ``start`` on, into a larger tensor if ``room`` is too small."""
    end = start + states.shape[-2]
    if room is None or end > room.shape[-2]:
        wider = states.new_empty(*states.shape[:2], end + BLOCK, states.shape[-1])
        if room is not None:
            wider[..., :start, :] = room[..., :start, :]
        room = wider
    room[..., start:end, :] = states
    return room
