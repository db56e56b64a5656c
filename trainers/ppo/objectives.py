"""Several objectives: each is compared within its group before they are weighed and added up.

Shih-Yang Liu et al. 2026, "GDPO: Group reward-Decoupled Normalization Policy Optimization for
Multi-reward RL Optimization", arXiv 2601.05242. Normalising the sum lets unlike mixtures of terms
collapse to one advantage, and a term with a wide spread drown the others.

Shapes: ``b`` episodes, ``k`` objectives.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from codeeval_gym.trainers.masked import Reduce, local, whiten
from codeeval_gym.trainers.rollout import Turn

__all__ = ["objective_advantages", "objective_scores"]


def objective_advantages(
    scores: Tensor,
    weights: Tensor,
    groups: Tensor,
    advantage: str,
    counted: Tensor,
    reduce: Reduce = local,
) -> Tensor:
    """Advantages of episodes from what each objective gave them.

        A_ik = (r_ik - mean_k) / (std_k + 1e-4)     over the episodes of i's group that have r_k
        A_i  = Σ w_k A_ik / Σ w_k                   over the objectives that i has
        Â_i  = (A_i - mean A) / std A               over all episodes of the rollout

    The first line is ``grpo``'s; ``dr_grpo`` does not divide, and ``rloo`` takes the mean of the
    others. An objective that does not apply to an episode is in no mean and no spread of its group
    and has no part in its sum: it is not taken for 0.

    Args:
        scores: What each objective gave, NaN where it does not apply, ``(b, k)``.
        weights: Of the objectives, ``(k,)``.
        groups: Episodes with the same number tried the same challenge, ``(b,)``.
        advantage: ``grpo``, ``dr_grpo`` or ``rloo``.
        counted: 1 for episodes that are trained on, 0 for others, ``(b,)``.
        reduce: Adds up over processes.

    Returns:
        ``(b,)``; 0 for episodes that do not count.
    """
    has = ~scores.isnan()
    given = torch.where(has, scores, 0.0)
    same = (groups[:, None] == groups[None, :]).to(scores.dtype)
    count = (same @ has.to(scores.dtype)).clamp(min=1.0)
    centred = torch.where(has, given - same @ given / count, 0.0)
    if advantage == "rloo":
        centred = centred * count / (count - 1).clamp(min=1.0)
    elif advantage == "grpo":
        centred = centred / (_spread(given, has, same, count) + 1e-4)
    shares = torch.where(has, weights, 0.0)
    summed = (shares * centred).sum(dim=1) / shares.sum(dim=1).clamp(min=1e-8)
    return whiten(summed, counted, reduce=reduce)


def _spread(given: Tensor, has: Tensor, same: Tensor, count: Tensor) -> Tensor:
    """Standard deviation of each objective in each row's group, ``(b, k)``, n - 1 below."""
    mean = same @ given / count
    # Each row of a group sees the same mean, so every row's distance is to its own group's.
    squares = same @ torch.where(has, given - mean, 0.0).square()
    return (squares / (count - 1).clamp(min=1.0)).sqrt()


def objective_scores(
    turns: Sequence[Turn], objectives: Sequence[str], *, cut_is_zero: bool
) -> Tensor:
    """What each objective gave each episode: the terms of its last program, ``(b, k)``.

    Args:
        turns: By episode, and by turn within it.
        objectives: Names of terms.
        cut_is_zero: True means that a program that the budget cut off gets 0 for every term that
            applies to it.

    Returns:
        NaN where a term does not apply.
    """
    last = {turn.episode: turn for turn in turns}
    rows = [
        [
            turn.terms[name] * (not (cut_is_zero and turn.truncated))
            if name in turn.terms
            else float("nan")
            for name in objectives
        ]
        for turn in last.values()
    ]
    return torch.tensor(rows)
