"""PPO's two losses, per token; :func:`codeeval_gym.trainers.masked.token_mean` averages them.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from codeeval_gym.trainers.kl import log_ratio

__all__ = ["TokenLoss", "clipped_policy_loss", "clipped_value_loss", "loss_shares"]


class TokenLoss(NamedTuple):
    """A loss before it is averaged."""

    loss: Tensor
    """``(b, t)``."""
    clipped: Tensor
    """True where clipping decided the loss, ``(b, t)``."""


def clipped_policy_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    *,
    clip_range: float,
    dual_clip: float | None,
) -> TokenLoss:
    """The clipped surrogate, with the dual clip for negative advantages.

    Schulman et al. 2017, equation 7, and Ye et al. 2020 ("Mastering Complex Control in MOBA
    Games"), equation 5:

        r = exp(clamp(log π - log π_old, -20, 20))
        L = -min(r·A, clip(r, 1-ε, 1+ε)·A)
        L = min(L, -c·A)  where A < 0: a token that became likelier cannot push without bound

    Args:
        logprobs: Log-probabilities under the policy in training, ``(b, t)``.
        old_logprobs: Under the policy that collected the rollout, ``(b, t)``.
        advantages: ``(b, t)``.
        clip_range: ε.
        dual_clip: c, above 1; ``None`` leaves the dual clip out.

    Returns:
        The loss of each token and where clipping decided it.
    """
    ratio = torch.exp(log_ratio(logprobs, old_logprobs))
    free = -advantages * ratio
    bounded = -advantages * ratio.clamp(1.0 - clip_range, 1.0 + clip_range)
    loss = torch.maximum(free, bounded)
    clipped = bounded > free
    if dual_clip is not None:
        ceiling = -dual_clip * advantages
        capped = (advantages < 0) & (loss > ceiling)
        loss = torch.where(capped, ceiling, loss)
        clipped = clipped | capped
    return TokenLoss(loss, clipped)


def clipped_value_loss(
    values: Tensor, old_values: Tensor, returns: Tensor, *, clip_range: float | None
) -> TokenLoss:
    """Half the squared error, kept from following a single batch too far.

        V_c = V_old + clip(V - V_old, -ε, ε)
        L = max((V - R)², (V_c - R)²) / 2

    Args:
        values: Of the value function in training, ``(b, t)``.
        old_values: Of the one that the returns were computed with, ``(b, t)``.
        returns: Targets, ``(b, t)``.
        clip_range: ε; ``None`` leaves the clip out.

    Returns:
        The loss of each token and where clipping decided it.
    """
    free = (values - returns).square()
    if clip_range is None:
        return TokenLoss(0.5 * free, torch.zeros_like(free, dtype=torch.bool))
    near = old_values + (values - old_values).clamp(-clip_range, clip_range)
    bounded = (near - returns).square()
    return TokenLoss(0.5 * torch.maximum(free, bounded), bounded > free)


def loss_shares(weights: Tensor, loss_mean: str, budget: int) -> tuple[Tensor, Tensor]:
    """How the tokens of a rollout share in the policy's loss.

    The loss of a minibatch is ``Σ share · loss / Σ count``:

        token      Σ over tokens / number of tokens: a token counts the same in any program
        program    mean over programs of the mean over their tokens (Shao et al. 2024, equation 3)
        budget     mean over programs of Σ over their tokens / budget: no bias towards long wrong or
                   short right programs (Liu et al. 2025, section 3.1)

    Args:
        weights: 1 where a token counts, 0 elsewhere, ``(b, t)``.
        loss_mean: A name in :data:`~codeeval_gym.trainers.ppo.names.LOSS_MEANS`.
        budget: Most tokens of a program.

    Returns:
        Shares ``(b, t)`` and counts ``(b,)``.
    """
    tokens = weights.sum(dim=1)
    if loss_mean == "token":
        return weights, tokens
    length = tokens.clamp(min=1.0)[:, None] if loss_mean == "program" else float(budget)
    return weights / length, (tokens > 0).to(weights.dtype)
