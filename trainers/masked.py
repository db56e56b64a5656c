"""Sums, means and whitening over the positions that count.

Notation used in all shapes of this package:

    b   rows: one program each
    t   tokens of the longest program among them
    s   tokens of the longest prompt and program together
    h   hidden size of the model
    v   size of the vocabulary

A *weight* tensor holds 1 where a position counts and 0 where it does not (a ``bool`` mask will
do). What stands at a position of weight 0 never matters, NaN and infinity included.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from codeeval_gym.errors import TrainingError

__all__ = ["Reduce", "local", "masked_mean", "masked_sum", "token_mean", "whiten"]

Reduce = Callable[[Tensor], Tensor]
"""Adds a tensor up over all processes of a training run."""


def local(tensor: Tensor) -> Tensor:
    """The :data:`Reduce` of a run in one process: returns ``tensor`` as it is."""
    return tensor


def masked_sum(values: Tensor, weights: Tensor) -> Tensor:
    """Add up ``values`` over the positions that count.

    Args:
        values: Any shape.
        weights: Same shape; 1 counts, 0 does not.

    Returns:
        A scalar.
    """
    weights = weights.to(values.dtype)
    return torch.where(weights > 0, values * weights, 0.0).sum()


def masked_mean(values: Tensor, weights: Tensor, reduce: Reduce = local) -> Tensor:
    """Average ``values`` over the positions that count, of all processes.

    Args:
        values: Any shape.
        weights: Same shape; 1 counts, 0 does not.
        reduce: Adds up over processes.

    Returns:
        A scalar.

    Raises:
        TrainingError: If no position counts.
    """
    total = reduce(weights.to(values.dtype).sum())
    if not total > 0:
        raise TrainingError("A mean was asked for over no token at all: every weight is 0.")
    return reduce(masked_sum(values, weights)) / total


def token_mean(per_token: Tensor, weights: Tensor, total: float) -> Tensor:
    """A micro-batch's share of the mean over all tokens of its minibatch.

    Shares add up: cutting a minibatch into micro-batches, or spreading it over processes, gives
    the same gradient, and every token counts the same in short and in long programs.

    Args:
        per_token: Loss of each token, ``(b, t)``.
        weights: 1 where a token counts, 0 elsewhere, ``(b, t)``.
        total: Tokens that count in the whole minibatch, over all micro-batches and processes.

    Returns:
        A scalar.
    """
    return masked_sum(per_token, weights) / total


def whiten(
    values: Tensor, weights: Tensor, *, keep_scale: bool = False, reduce: Reduce = local
) -> Tensor:
    """Shift to mean 0 and, unless told not to, scale to variance 1, over what counts.

    The statistics are those of all rows of all processes: whitening each minibatch by itself
    would make the size of an update depend on how the batch happened to be cut.

    Args:
        values: Any shape.
        weights: Same shape; 1 counts, 0 does not.
        keep_scale: True means only the mean is taken out.
        reduce: Adds up over processes.

    Returns:
        Same shape; 0 where the weight is 0.

    Raises:
        TrainingError: If no position counts.
    """
    centred = values - masked_mean(values, weights, reduce)
    if not keep_scale:
        variance = masked_mean(centred.square(), weights, reduce)
        centred = centred * torch.rsqrt(variance + 1e-8)
    return torch.where(weights > 0, centred, 0.0)
