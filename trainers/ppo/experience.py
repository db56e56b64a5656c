"""From judged programs to advantages and returns, ready for updates.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.batches import Programs, refold
from codeeval_gym.trainers.kl import ESTIMATORS, k1
from codeeval_gym.trainers.masked import Reduce, local, masked_mean, whiten
from codeeval_gym.trainers.ppo.advantages import (
    ADVANTAGES,
    Discount,
    Estimate,
    reweighted,
    token_rewards,
)
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.losses import loss_shares
from codeeval_gym.trainers.ppo.objectives import objective_advantages, objective_scores
from codeeval_gym.trainers.rollout import Turn

__all__ = ["Credit", "Scores", "assign_credit", "experience_metrics"]


@dataclass(frozen=True)
class Scores:
    """What the models say about the programs before the update, ``(b, t)`` each."""

    old_logprobs: Tensor
    """Under the policy that wrote them."""
    ref_logprobs: Tensor
    """Under the frozen reference."""
    values: Tensor
    """Of the value function."""


@dataclass(frozen=True)
class Credit:
    """How rewards become advantages."""

    advantage: str
    """A name in :data:`~codeeval_gym.trainers.ppo.advantages.ADVANTAGES`."""
    discount: Discount
    """Gamma and the two λ."""
    whiten: str
    """``full``, ``mean`` or ``none``."""
    truncated: str
    """``penalise``, ``mask`` or ``bootstrap``."""
    kl_coeff: float
    """Weight of the KL in the reward; 0 where it is in the loss."""
    kl_estimator: str = "k1"
    """Which estimate of it, a name in :data:`~codeeval_gym.trainers.kl.ESTIMATORS`."""
    level: str = "token"
    """What one action is to the value function: a ``token`` or a ``turn``."""
    loss_mean: str = "token"
    """As :func:`~codeeval_gym.trainers.ppo.losses.loss_shares`."""
    budget: int = 1
    """Most tokens of a program."""
    reweight: float = 0.0
    """The ``alpha`` of :func:`~codeeval_gym.trainers.ppo.advantages.reweighted`."""
    negative_weight: float = 1.0
    """Negative advantages are multiplied by it."""
    objectives: Mapping[str, float] = field(default_factory=dict)
    """Reward terms that are compared each by itself, and their weights; empty compares rewards."""


def assign_credit(
    turns: Sequence[Turn],
    programs: Programs,
    scores: Scores,
    credit: Credit,
    reduce: Reduce = local,
    *,
    bonus: Tensor | None = None,
) -> Experience:
    """Reward every token, estimate its advantage, whiten over the whole rollout.

    Args:
        turns: By episode, and by turn within it; none that infrastructure failed.
        programs: The rows of these turns, in the same order.
        scores: Of the same rows.
        credit: How.
        reduce: Adds up over processes.
        bonus: What tokens earn beside the score and the KL, ``(b, t)``; ``None`` for nothing.

    Raises:
        TrainingError: If no token is left to train on.
    """
    mask = programs.mask
    cut = torch.tensor([turn.truncated for turn in turns], device=mask.device)
    earned = torch.tensor([turn.reward for turn in turns], device=mask.device)
    weights = mask
    if credit.truncated == "penalise":
        earned = torch.where(cut, 0.0, earned)
    elif credit.truncated == "bootstrap":  # as the value function expected before the last token
        last = mask.sum(dim=1, keepdim=True) - 1
        earned = torch.where(cut, scores.values.gather(1, last).squeeze(1), earned)
    else:
        weights = mask & ~cut[:, None]
    if not reduce(weights.sum()) > 0:
        raise TrainingError(
            f"All {len(turns)} programs were cut off by the token budget, and truncated='mask' "
            "leaves such programs out, so there is nothing to learn from. Raise max_new_tokens."
        )
    kl = ESTIMATORS[credit.kl_estimator](scores.old_logprobs, scores.ref_logprobs)
    rewards = token_rewards(earned, kl, mask, credit.kl_coeff)
    if bonus is not None:
        rewards = rewards + torch.where(mask, bonus, 0.0)
    if credit.objectives:
        estimate = _over_objectives(turns, rewards, weights, credit, reduce)
        value_weights = weights
    elif credit.level == "turn":
        estimate = _over_turns(turns, rewards, scores.values, mask, credit)
        value_weights = weights & (torch.arange(mask.shape[1], device=mask.device) == 0)
    else:
        estimate = _over_episodes(turns, rewards, scores.values, mask, credit)
        value_weights = weights
    advantages = torch.where(weights, estimate.advantages, 0.0)
    if credit.whiten != "none":
        keep_scale = credit.whiten == "mean"
        advantages = whiten(advantages, weights, keep_scale=keep_scale, reduce=reduce)
    advantages = torch.where(advantages < 0, credit.negative_weight, 1.0) * advantages
    advantages = reweighted(advantages, scores.old_logprobs, credit.reweight)
    shares, counts = loss_shares(weights.float(), credit.loss_mean, credit.budget)
    return Experience(
        programs=programs,
        weights=weights.float(),
        shares=shares,
        counts=counts,
        value_weights=value_weights.float(),
        old_logprobs=scores.old_logprobs,
        ref_logprobs=scores.ref_logprobs,
        old_values=scores.values,
        advantages=advantages,
        returns=estimate.returns,
    )


def experience_metrics(experience: Experience, reduce: Reduce = local) -> dict[str, float]:
    """KL to the reference in nats per program, and how well values and returns agree."""
    mask, asked = experience.programs.mask, experience.value_weights
    kl = k1(experience.old_logprobs, experience.ref_logprobs)
    tokens = reduce(mask.sum().float())
    rows = reduce(torch.tensor(float(len(mask)), device=mask.device))
    unexplained = whiten(
        experience.returns - experience.old_values, asked, keep_scale=True, reduce=reduce
    )
    spread = whiten(experience.returns, asked, keep_scale=True, reduce=reduce)
    variance = masked_mean(spread.square(), asked, reduce)
    ratio = masked_mean(unexplained.square(), asked, reduce) / variance.clamp(min=1e-8)
    outside = _outside(experience.old_values, experience.returns, asked)
    return {
        "kl/reference": (masked_mean(kl, mask, reduce) * tokens / rows).item(),
        "value/explained_variance": 1.0 - ratio.item(),
        "value/out_of_range": masked_mean(outside, asked, reduce).item(),
    }


def _outside(values: Tensor, returns: Tensor, asked: Tensor) -> Tensor:
    """1 where a value is none that a return of this process's rollout could have been."""
    there = returns[asked > 0]
    if not len(there):
        return torch.zeros_like(values)
    return ((values < there.min()) | (values > there.max())).float()


def _over_episodes(
    turns: Sequence[Turn], rewards: Tensor, values: Tensor, mask: Tensor, credit: Credit
) -> Estimate:
    """Estimate over whole episodes: what a late turn earns reaches the turns before it."""
    numbers = torch.tensor([turn.episode for turn in turns], device=mask.device)
    _, row_of_turn = numbers.unique_consecutive(return_inverse=True)
    episodes = int(row_of_turn[-1]) + 1
    lengths = torch.zeros(episodes, dtype=torch.long, device=mask.device)
    lengths.index_add_(0, row_of_turn, mask.sum(dim=1))
    joined = torch.arange(int(lengths.max()), device=mask.device) < lengths[:, None]
    groups = torch.zeros_like(lengths)
    groups[row_of_turn] = torch.tensor([turn.group for turn in turns], device=mask.device)
    estimate = ADVANTAGES[credit.advantage](
        refold(rewards, mask, joined),
        refold(values, mask, joined),
        joined,
        groups,
        credit.discount,
    )
    return Estimate(*(refold(tensor, joined, mask) for tensor in estimate))


def _over_objectives(
    turns: Sequence[Turn], rewards: Tensor, weights: Tensor, credit: Credit, reduce: Reduce
) -> Estimate:
    """Compare episodes by each reward term; all tokens of an episode share its advantage."""
    mask = weights
    numbers = torch.tensor([turn.episode for turn in turns], device=mask.device)
    _, row_of_turn = numbers.unique_consecutive(return_inverse=True)
    episodes = int(row_of_turn[-1]) + 1
    groups = torch.zeros(episodes, dtype=torch.long, device=mask.device)
    groups[row_of_turn] = torch.tensor([turn.group for turn in turns], device=mask.device)
    counted = torch.zeros(episodes, device=mask.device)
    counted.index_add_(0, row_of_turn, weights.any(dim=1).float())
    scores = objective_scores(
        turns, tuple(credit.objectives), cut_is_zero=credit.truncated == "penalise"
    ).to(mask.device)
    shares = torch.tensor(list(credit.objectives.values()), device=mask.device)
    advantages = objective_advantages(
        scores, shares, groups, credit.advantage, (counted > 0).float(), reduce
    )
    return Estimate(
        torch.where(mask, advantages[row_of_turn][:, None], 0.0),
        torch.where(mask, rewards.sum(dim=1, keepdim=True), 0.0),
    )


def _over_turns(
    turns: Sequence[Turn], rewards: Tensor, values: Tensor, mask: Tensor, credit: Credit
) -> Estimate:
    """Estimate over whole episodes in which a turn is one action.

    What a turn is worth is what the value function says before its first token; all its tokens
    share the advantage (Gehring et al. 2024, "RLEF", section 3.2: a value for each turn, a policy
    over tokens).
    """
    whole = torch.ones_like(mask[:, :1])
    earned = torch.where(mask, rewards, 0.0).sum(dim=1, keepdim=True)
    estimate = _over_episodes(turns, earned, values[:, :1], whole, credit)
    return Estimate(*(torch.where(mask, tensor, 0.0) for tensor in estimate))
