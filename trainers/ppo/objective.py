"""The whole PPO objective of one micro-batch, and the sums its metrics are made of.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from codeeval_gym.trainers.kl import k2, k3, log_ratio
from codeeval_gym.trainers.masked import masked_sum, token_mean
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.losses import clipped_policy_loss, clipped_value_loss
from codeeval_gym.trainers.ppo.value_model import Outputs

__all__ = ["SUMS", "Objective", "objective"]

SUMS = ("policy_loss", "policy_clipped", "value_loss", "value_clipped", "entropy", "update_kl")
"""What :func:`objective` adds up over tokens, in this order."""


@dataclass(frozen=True)
class Objective:
    """The weights of the objective's parts."""

    clip_range: float
    """ε of the ratio."""
    dual_clip: float | None
    """Bound on the ratio where the advantage is negative; ``None`` for none."""
    value_clip_range: float | None
    """ε of the value function's change; ``None`` for none."""
    value_coeff: float
    """Weight of the value loss; 0 without a value function."""
    entropy_coeff: float
    """Weight of the entropy bonus."""
    kl_coeff: float
    """Weight of the KL in the loss; 0 where the KL is in the reward."""


def objective(
    outputs: Outputs,
    batch: Experience,
    weigh: Objective,
    total: float,
    *,
    train_policy: bool = True,
) -> tuple[Tensor, Tensor, Tensor]:
    """The share of one micro-batch in the loss of its minibatch.

        L = mean(L_policy + c_v · L_value - c_e · H + β · k2)      over all tokens that count

    Args:
        outputs: Of the model in training.
        batch: The micro-batch.
        weigh: Weights of the parts.
        total: Tokens that count in the minibatch, over all micro-batches and processes.
        train_policy: False leaves the value loss alone.

    Returns:
        The loss, a scalar; the sums named in :data:`SUMS`, detached; and the largest absolute
        log-ratio of new to old probability.
    """
    weights = batch.weights
    policy = clipped_policy_loss(
        outputs.logprobs,
        batch.old_logprobs,
        batch.advantages,
        clip_range=weigh.clip_range,
        dual_clip=weigh.dual_clip,
    )
    value = clipped_value_loss(
        outputs.values, batch.old_values, batch.returns, clip_range=weigh.value_clip_range
    )
    loss = weigh.value_coeff * token_mean(value.loss, weights, total)
    if train_policy:
        loss = loss + token_mean(policy.loss, weights, total)
        if weigh.entropy_coeff:
            loss = loss - weigh.entropy_coeff * token_mean(outputs.entropy, weights, total)
        if weigh.kl_coeff:
            kl = k2(outputs.logprobs, batch.ref_logprobs)
            loss = loss + weigh.kl_coeff * token_mean(kl, weights, total)
    with torch.no_grad():
        # Tokens were drawn from the old policy, so that is the p of KL(p, q).
        update_kl = k3(batch.old_logprobs, outputs.logprobs)
        parts = (
            policy.loss,
            policy.clipped.float(),
            value.loss,
            value.clipped.float(),
            outputs.entropy,
            update_kl,
        )
        sums = torch.stack([masked_sum(part, weights) for part in parts])
        moved = log_ratio(outputs.logprobs, batch.old_logprobs).abs()
        largest = torch.where(weights > 0, moved, 0.0).max()
    return loss, sums, largest
