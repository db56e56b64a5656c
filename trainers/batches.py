"""Programs and what is known about their tokens, as tensors padded on the right.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from codeeval_gym.errors import TrainingError

__all__ = ["Programs", "by_length", "padded", "refold"]


@dataclass(frozen=True)
class Programs:
    """Prompts and the programs written for them."""

    input_ids: Tensor
    """Prompt and program joined, padded on the right, ``(b, s)``."""
    prompt_lengths: Tensor
    """Tokens of each prompt, ``(b,)``."""
    mask: Tensor
    """True on the program's tokens, its EOS included, counted from its first, ``(b, t)``."""

    @classmethod
    def join(
        cls, prompts: Sequence[Sequence[int]], programs: Sequence[Sequence[int]]
    ) -> "Programs":
        """Join prompts and programs as ids: text encoded again could merge across the border.

        Args:
            prompts: Token ids, at least one in each.
            programs: Token ids, at least one in each, as sampled.

        Raises:
            TrainingError: If there is no row, or one without prompt or program.
        """
        if not prompts or not all(map(len, prompts)) or not all(map(len, programs)):
            raise TrainingError(
                "Expected at least one program, and at least one token in each prompt and "
                "program; an empty one came."
            )
        rows = [torch.tensor([*a, *b]) for a, b in zip(prompts, programs, strict=True)]
        lengths = torch.tensor([len(program) for program in programs])
        # Padding is 0 and masked by length, never by id: EOS may well be the padding token.
        return cls(
            pad_sequence(rows, batch_first=True),
            torch.tensor([len(prompt) for prompt in prompts]),
            torch.arange(int(lengths.max())) < lengths[:, None],
        )

    @property
    def lengths(self) -> Tensor:
        """Tokens of prompt and program together, ``(b,)``."""
        return self.prompt_lengths + self.mask.sum(dim=1)

    def __len__(self) -> int:
        return len(self.prompt_lengths)

    def select(self, rows: Tensor) -> "Programs":
        """Some rows, without the padding that only the others needed."""
        longest, widest = self.lengths[rows].max(), self.mask[rows].sum(dim=1).max()
        return Programs(
            self.input_ids[rows, : int(longest)],
            self.prompt_lengths[rows],
            self.mask[rows, : int(widest)],
        )

    def to(self, device: torch.device) -> "Programs":
        """The same on another device."""
        return Programs(*(getattr(self, field.name).to(device) for field in fields(self)))


def by_length(rows: Tensor, lengths: Tensor, max_tokens: int) -> Iterator[Tensor]:
    """Cut rows into micro-batches of like length.

    Args:
        rows: Row numbers, ``(n,)``.
        lengths: Tokens of every row that there is, ``(b,)``.
        max_tokens: At most this many tokens in one micro-batch, padding counted; a row longer
            than that is a micro-batch by itself.

    Yields:
        Row numbers, shortest rows first.
    """
    ordered = rows[torch.argsort(lengths[rows], stable=True)]
    start = 0
    for end in range(1, len(ordered) + 1):
        grown = end + 1 - start
        if end == len(ordered) or int(lengths[ordered[end]]) * grown > max_tokens:
            yield ordered[start:end]
            start = end


def refold(values: Tensor, mask: Tensor, new_mask: Tensor) -> Tensor:
    """Lay the same tokens out in other rows, e.g. the turns of an episode behind one another.

    Args:
        values: ``(b, t)``.
        mask: Where ``values`` has tokens, ``(b, t)``.
        new_mask: Where they go, in the same order, as many; any shape.

    Returns:
        Shape of ``new_mask``; 0 on its padding.
    """
    target = torch.zeros(new_mask.shape, dtype=values.dtype, device=values.device)
    return target.masked_scatter(new_mask, values[mask])


def padded(rows: Sequence[Sequence[float]], mask: Tensor) -> Tensor:
    """Lay numbers, one for each token, out like ``mask``, ``(b, t)``."""
    flat = torch.tensor([number for row in rows for number in row], device=mask.device)
    return torch.zeros(mask.shape, device=mask.device).masked_scatter(mask, flat)
