"""Where programs lie that are read behind their prompts: several in a row, with little padding.

Rows as long as the longest program are mostly padding, for programs are of unlike length. Those of
one prompt can lie behind one another in one row, if each sees the prompt and itself alone.

Shapes: see :mod:`codeeval_gym.trainers.masked`; ``r`` rows of ``w`` tokens are read.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

__all__ = ["Places", "arrange", "seen"]

WIDEST = 4
"""A row is at most so many times as long as the longest program. Every token is compared with all
of its row, and memory for that grows with its square."""


class Places(NamedTuple):
    """Where each program begins, and what shape holds them all."""

    row: tuple[int, ...]
    """Of each program."""
    column: tuple[int, ...]
    """Of each program's first token."""
    prompts: tuple[int, ...]
    """The number of the prompt that each row is read behind, ``r`` of them, ascending."""
    width: int
    """The ``w`` above."""

    @property
    def packed(self) -> bool:
        """Whether a row has more than one program."""
        return len(self.prompts) < len(self.row)


def arrange(lengths: Sequence[int], prompts: Sequence[int], key_cost: float) -> Places:
    """Lay programs out so that reading them costs least.

    For some widths, the longest programs are placed first, each into the first row of its prompt
    that has room; the cheapest is taken. A row that holds ``w`` tokens is held to cost
    ``w · (1 + key_cost · w)``.

    Args:
        lengths: Tokens to be read of each program; may be 0.
        prompts: The number of each program's prompt, from 0.
        key_cost: What it costs to compare a token with one other, in units of all else that is
            done for a token.
    """
    longest = max(lengths)
    totals = [0] * (max(prompts) + 1)
    for length, prompt in zip(lengths, prompts, strict=True):
        totals[prompt] += length
    most = min(max(totals), WIDEST * longest)
    steps = 4 * WIDEST
    widths = {longest} | {
        longest + (most - longest) * part // steps for part in range(1, steps + 1)
    }
    found = [_place(lengths, prompts, width) for width in sorted(widths)]
    return min(found, key=lambda at: len(at.prompts) * at.width * (1 + key_cost * at.width))


def _place(lengths: Sequence[int], prompts: Sequence[int], width: int) -> Places:
    """First fit, longest first, for rows of this width; the width is then what is used of it."""
    row, column = [0] * len(lengths), [0] * len(lengths)
    used: list[int] = []  # of each row
    of_prompt: dict[int, list[int]] = {prompt: [] for prompt in prompts}
    for number in sorted(range(len(lengths)), key=lambda number: (-lengths[number], number)):
        rows = of_prompt[prompts[number]]
        place = next((at for at in rows if used[at] + lengths[number] <= width), len(used))
        if place == len(used):
            used.append(0)
            rows.append(place)
        row[number], column[number] = place, used[place]
        used[place] += lengths[number]
    order = [at for prompt in sorted(of_prompt) for at in of_prompt[prompt]]
    renumbered = {at: new for new, at in enumerate(order)}
    return Places(
        tuple(renumbered[at] for at in row),
        tuple(column),
        tuple(prompt for prompt in sorted(of_prompt) for _ in of_prompt[prompt]),
        max(used),
    )


def seen(owner: Tensor, inside: Tensor, dtype: torch.dtype) -> Tensor:
    """What is added to the attention's scores, so that a token sees its prompt and its program.

    Args:
        owner: The program that each token is of, ``(r, w)``; any number that no program has for
            padding.
        inside: True on the tokens of each row's prompt, ``(r, p)``.
        dtype: Of the scores.

    Returns:
        0 where a token sees, the least number there is where it does not, ``(r, 1, w, p + w)``.
    """
    rows, width = owner.shape
    place = torch.arange(width, device=owner.device)
    program = (owner[:, :, None] == owner[:, None, :]) & (place[:, None] >= place)
    visible = torch.cat([inside[:, None].expand(rows, width, -1), program], dim=2)
    hidden = torch.zeros(visible.shape, dtype=dtype, device=owner.device)
    return hidden.masked_fill_(~visible, torch.finfo(dtype).min)[:, None]
