"""The whole PPO objective of one micro-batch, and the sums its metrics are made of.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from codeeval_gym.trainers.kl import ESTIMATORS, k3, log_ratio
from codeeval_gym.trainers.masked import token_mean
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.losses import clipped_policy_loss, clipped_value_loss
from codeeval_gym.trainers.ppo.value_model import Outputs

__all__ = ["SUMS", "Objective", "Totals", "objective"]

SUMS = ("policy_loss", "policy_clipped", "value_loss", "value_clipped", "entropy", "update_kl")
"""What :func:`objective` averages, in this order."""


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
    kl_estimator: str = "k2"
    """Which estimate of it, a name in :data:`~codeeval_gym.trainers.kl.ESTIMATORS`."""


class Totals(NamedTuple):
    """What is below the line of a minibatch's means, over micro-batches and processes."""

    tokens: float
    """Tokens that count."""
    policy: float
    """The sum of ``counts``."""
    value: float
    """Places at which the value function is asked."""


def objective(
    outputs: Outputs,
    batch: Experience,
    weigh: Objective,
    totals: Totals,
    *,
    train_policy: bool = True,
) -> tuple[Tensor, Tensor, Tensor]:
    """The share of one micro-batch in the loss of its minibatch.

        L = mean(L_policy - c_e · H + β · k2) + c_v · mean(L_value)

    The first mean is over all tokens that count, or as ``shares`` and ``counts`` have it; the other
    over the places at which the value function is asked.

    Args:
        outputs: Of the model in training.
        batch: The micro-batch.
        weigh: Weights of the parts.
        totals: Of the minibatch.
        train_policy: False leaves the value loss alone.

    Returns:
        The loss, a scalar; the shares of this micro-batch in the means named in :data:`SUMS`,
        detached, each over tokens or places; and the largest absolute log-ratio of new to old
        probability.
    """
    weights, shares = batch.weights, batch.shares
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
    loss = weigh.value_coeff * token_mean(value.loss, batch.value_weights, totals.value)
    if train_policy:
        loss = loss + token_mean(policy.loss, shares, totals.policy)
        if weigh.entropy_coeff:
            entropy = token_mean(outputs.entropy, shares, totals.policy)
            loss = loss - weigh.entropy_coeff * entropy
        if weigh.kl_coeff:
            kl = ESTIMATORS[weigh.kl_estimator](outputs.logprobs, batch.ref_logprobs)
            loss = loss + weigh.kl_coeff * token_mean(kl, shares, totals.policy)
    with torch.no_grad():
        # Tokens were drawn from the old policy, so that is the p of KL(p, q).
        update_kl = k3(batch.old_logprobs, outputs.logprobs)
        of_tokens, of_places = (weights, totals.tokens), (batch.value_weights, totals.value)
        parts = (
            (policy.loss, *of_tokens),
            (policy.clipped.float(), *of_tokens),
            (value.loss, *of_places),
            (value.clipped.float(), *of_places),
            (outputs.entropy, *of_tokens),
            (update_kl, *of_tokens),
        )
        means = torch.stack([token_mean(part, where, total) for part, where, total in parts])
        moved = log_ratio(outputs.logprobs, batch.old_logprobs).abs()
        largest = torch.where(weights > 0, moved, 0.0).max()
    return loss, means, largest
