"""From what a program earned to how much better than expected each of its tokens was.

A row is one episode here: the tokens of all its programs, one turn after the other. Prompt and
feedback tokens are not the policy's actions and are not in it, so the recursion steps over them.

Shapes: see :mod:`codeeval_gym.trainers.masked`. Masks are true on the first tokens of a row and
false on the padding after them.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor

__all__ = [
    "ADVANTAGES",
    "Discount",
    "Estimate",
    "dr_grpo_estimate",
    "gae",
    "gae_estimate",
    "grpo_estimate",
    "reweighted",
    "rloo_estimate",
    "token_rewards",
]


class Discount(NamedTuple):
    """How far a reward reaches back."""

    gamma: float
    """Discount per token, 0 to 1. Below 1 it pays for short programs, unasked."""
    lambda_policy: float
    """Trace decay of the advantages, 0 to 1."""
    lambda_value: float
    """Trace decay of the value function's targets, 0 to 1."""


class Estimate(NamedTuple):
    """What the losses are computed from."""

    advantages: Tensor
    """How much better than expected each token was, ``(b, t)``; 0 on padding."""
    returns: Tensor
    """What the value function should have said, ``(b, t)``; 0 on padding."""


def token_rewards(scores: Tensor, kl: Tensor, mask: Tensor, kl_coefficient: float) -> Tensor:
    """Reward of each token: the KL penalty everywhere, the score at the last token.

        r_t = -β · kl_t + [t is the last token] · score

    Ziegler et al. 2019, equation 2, with the penalty credited to the token that caused it.

    Args:
        scores: What the environment paid for each program, ``(b,)``.
        kl: Estimated KL to the reference, per token, ``(b, t)``.
        mask: True on the program's tokens, ``(b, t)``; at least one in each row.
        kl_coefficient: β.

    Returns:
        Rewards ``(b, t)``; 0 on padding.
    """
    rewards = torch.where(mask, -kl_coefficient * kl, 0.0)
    last = mask.sum(dim=1, keepdim=True) - 1
    return rewards.scatter_add(1, last, scores[:, None].to(rewards.dtype))


def gae(rewards: Tensor, values: Tensor, mask: Tensor, gamma: float, lambda_: float) -> Tensor:
    """Generalised advantage estimation over tokens.

    Schulman et al. 2016, equation 16, as the recursion from the last token back:

        δ_t = r_t + gamma · V_{t+1} - V_t      V after the last token is 0: the episode is over
        A_t = δ_t + gamma · λ · A_{t+1}

    Args:
        rewards: ``(b, t)``.
        values: ``(b, t)``.
        mask: True on the tokens that are actions, ``(b, t)``.
        gamma: Discount per token.
        lambda_: Trace decay; 1 gives return minus value, 0 the one-step error.

    Returns:
        Advantages ``(b, t)``; 0 on padding.
    """
    rewards, values = torch.where(mask, rewards, 0.0), torch.where(mask, values, 0.0)
    advantages = torch.zeros_like(rewards)
    carried = next_value = torch.zeros_like(rewards[:, 0])
    for step in reversed(range(rewards.shape[1])):
        error = rewards[:, step] + gamma * next_value - values[:, step]
        carried = error + gamma * lambda_ * carried
        advantages[:, step] = carried
        next_value = values[:, step]
    return advantages


def gae_estimate(
    rewards: Tensor, values: Tensor, mask: Tensor, groups: Tensor, discount: Discount
) -> Estimate:
    """PPO with a value function: λ of the policy and of the value function are apart.

    A value function that learns from its own biased guesses (λ < 1) is slow to learn over a
    hundred tokens with one reward at the end; the policy still profits from the lower variance
    (Yuan et al. 2025, "What's Behind PPO's Collapse in Long-CoT?", section 4.2).

    Args:
        rewards: ``(b, t)``.
        values: ``(b, t)``.
        mask: True on the tokens that are actions, ``(b, t)``.
        groups: Not used.
        discount: gamma, λ of the policy, λ of the value function.

    Returns:
        Advantages and returns, ``(b, t)`` each.
    """
    gamma, lambda_policy, lambda_value = discount
    advantages = gae(rewards, values, mask, gamma, lambda_policy)
    returns = gae(rewards, values, mask, gamma, lambda_value) + torch.where(mask, values, 0.0)
    return Estimate(advantages, returns)


def rloo_estimate(
    rewards: Tensor, values: Tensor, mask: Tensor, groups: Tensor, discount: Discount
) -> Estimate:
    """REINFORCE with the mean of the row's siblings as its baseline; no value function.

    Ahmadian et al. 2024, "Back to Basics", equation 7. All tokens of a row share its advantage.

        A_i = R_i - (Σ_{j ≠ i} R_j) / (n - 1)        over the n rows of the same challenge

    Args:
        rewards: ``(b, t)``.
        values: Not used.
        mask: True on the tokens that are actions, ``(b, t)``.
        groups: Rows with the same number tried the same challenge, ``(b,)``, integers.
        discount: Not used: an episode is one action here.

    Returns:
        Advantages and returns, ``(b, t)`` each. A row without siblings has advantage 0.
    """
    totals = torch.where(mask, rewards, 0.0).sum(dim=1)
    siblings = groups[:, None] == groups[None, :]
    siblings.fill_diagonal_(False)
    count = siblings.sum(dim=1)
    baseline = (siblings * totals[None, :]).sum(dim=1) / count.clamp(min=1)
    return _per_row(torch.where(count > 0, totals - baseline, 0.0), totals, mask)


def dr_grpo_estimate(
    rewards: Tensor, values: Tensor, mask: Tensor, groups: Tensor, discount: Discount
) -> Estimate:
    """The row's total less the mean of its group, itself included; no value function.

    Liu et al. 2025, "Understanding R1-Zero-Like Training", equation 3: GRPO without the division
    by the group's spread, which weighs challenges by how nearly they are solved or failed.

        A_i = R_i - mean(R_j)        over the n rows of the same challenge

    Args:
        rewards: ``(b, t)``.
        values: Not used.
        mask: True on the tokens that are actions, ``(b, t)``.
        groups: Rows with the same number tried the same challenge, ``(b,)``, integers.
        discount: Not used: an episode is one action here.

    Returns:
        Advantages and returns, ``(b, t)`` each. A row without siblings has advantage 0.
    """
    totals = torch.where(mask, rewards, 0.0).sum(dim=1)
    centred, _ = _against_group(totals, groups)
    return _per_row(centred, totals, mask)


def grpo_estimate(
    rewards: Tensor, values: Tensor, mask: Tensor, groups: Tensor, discount: Discount
) -> Estimate:
    """As :func:`dr_grpo_estimate`, divided by the standard deviation of the group.

    Shao et al. 2024, "DeepSeekMath", section 4.1.2 (outcome supervision). The deviation is the
    sample's, with ``n - 1`` below the line; 1e-4 is added to it.

        A_i = (R_i - mean(R_j)) / (std(R_j) + 1e-4)

    Args:
        rewards: ``(b, t)``.
        values: Not used.
        mask: True on the tokens that are actions, ``(b, t)``.
        groups: Rows with the same number tried the same challenge, ``(b,)``, integers.
        discount: Not used: an episode is one action here.

    Returns:
        Advantages and returns, ``(b, t)`` each. Where all of a group earned the same, and for a row
        without siblings, the advantage is 0.
    """
    totals = torch.where(mask, rewards, 0.0).sum(dim=1)
    centred, spread = _against_group(totals, groups)
    return _per_row(centred / (spread + 1e-4), totals, mask)


def _against_group(totals: Tensor, groups: Tensor) -> tuple[Tensor, Tensor]:
    """Each row's distance to the mean of its group, and the group's standard deviation."""
    same = (groups[:, None] == groups[None, :]).to(totals.dtype)
    count = same.sum(dim=1)
    centred = totals - same @ totals / count
    spread = (same @ centred.square() / (count - 1).clamp(min=1)).sqrt()
    return centred, spread


def _per_row(advantages: Tensor, totals: Tensor, mask: Tensor) -> Estimate:
    """The same for all tokens of a row."""
    return Estimate(
        torch.where(mask, advantages[:, None], 0.0), torch.where(mask, totals[:, None], 0.0)
    )


ADVANTAGES: Mapping[str, Callable[[Tensor, Tensor, Tensor, Tensor, Discount], Estimate]] = {
    "gae": gae_estimate,
    "rloo": rloo_estimate,
    "grpo": grpo_estimate,
    "dr_grpo": dr_grpo_estimate,
}
"""Advantage estimators by the name that ``PPOConfig.advantage`` takes."""


def reweighted(advantages: Tensor, old_logprobs: Tensor, alpha: float) -> Tensor:
    """Keep unlikely tokens from drowning the likely ones.

        A_t' = (a · π_old(t) + 1 - a) · A_t

    The gradient of a token's log-probability is the larger the less likely the token was, so a
    few slips in programs that failed outweigh all that was right in the rest (Yang et al. 2025,
    *Do Not Let Low-Probability Tokens Over-Dominate in RL for LLMs*, advantage reweighting).

    Args:
        advantages: ``(b, t)``.
        old_logprobs: Of the policy that collected, ``(b, t)``.
        alpha: The a above. 0 leaves advantages as they are, 1 weighs each by its token's
            probability.
    """
    return (alpha * old_logprobs.exp() + (1.0 - alpha)) * advantages
