"""What Q should have said: returns that reach back over many decisions, and where they stop.

A row is one episode: its decisions, one after the other. At the level of tokens a decision is a
token, at the level of programs a whole program. Transitions are deterministic: the next state is
the last one with the action appended.

Shapes: see :mod:`codeeval_gym.trainers.masked`. Masks are true on the first decisions of a row and
false on the padding after them.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import torch
from torch import Tensor

__all__ = [
    "RETURNS",
    "Decisions",
    "Reach",
    "clipped",
    "double_q",
    "expected_q",
    "monte_carlo",
    "n_step_targets",
    "peng_targets",
    "retrace_targets",
    "watkins_targets",
]


class Decisions(NamedTuple):
    """What is known of every decision of a batch of episodes, ``(b, t)`` each."""

    rewards: Tensor
    """What the action earned at once."""
    mask: Tensor
    """True on decisions."""
    best: Tensor
    """Value of the state: the target's Q of the action that the online Q likes best."""
    expected: Tensor
    """Value of the state: the target's Q, averaged over the policy softmax(Q/τ)."""
    taken: Tensor
    """The target's Q of the action taken."""
    greedy: Tensor
    """True where the action taken is the one that the online Q likes best."""
    ratio: Tensor
    """π/μ: probability of the action taken now, over that when it was taken."""


class Reach(NamedTuple):
    """How far a reward reaches back."""

    gamma: float
    """Discount per decision, 0 to 1."""
    trace_decay: float
    """λ, 0 to 1."""
    n_step: int
    """Decisions before ``n_step`` bootstraps."""


def double_q(online: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Value of a state by double Q-learning.

        v(s) = Q_target(s, argmax_{a in C(s)} Q_online(s, a))

    van Hasselt et al. 2016, "Deep Reinforcement Learning with Double Q-learning", equation 4, with
    the maximum over candidates ``C(s)`` alone.

    Args:
        online: ``(n, c)``.
        target: Of the same actions, ``(n, c)``.
        valid: True on candidates, at least one in each row, ``(n, c)``.

    Returns:
        ``(n,)``.
    """
    best = online.masked_fill(~valid, -torch.inf).argmax(dim=1, keepdim=True)
    return target.gather(1, best).squeeze(1)


def expected_q(policy: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Value of a state under a policy, its probabilities scaled to sum to 1 over the candidates.

    Args:
        policy: Log-probabilities, ``(n, c)``.
        target: Q of the same actions, ``(n, c)``.
        valid: True on candidates, at least one in each row, ``(n, c)``.

    Returns:
        ``(n,)``.
    """
    weights = policy.masked_fill(~valid, -torch.inf).softmax(dim=1)
    return (weights * torch.where(valid, target, 0.0)).sum(dim=1)


def peng_targets(decisions: Decisions, reach: Reach) -> Tensor:
    """Peng's Q(λ): the trace is never cut.

        y_t = r_t + gamma · [(1 - λ) · v_{t+1} + λ · y_{t+1}]      v, y after the last are 0

    Peng and Williams 1996; sound for policies that change slowly (Kozuno et al. 2021, "Revisiting
    Peng's Q(λ)"). With λ = 1 the target is the return of the episode.
    """
    trace = torch.full_like(decisions.best, reach.trace_decay)
    return _traced(decisions, decisions.best, decisions.best, trace, reach.gamma)


def watkins_targets(decisions: Decisions, reach: Reach) -> Tensor:
    """Watkins' Q(λ): the trace is cut where an action was not the best.

    y_t = r_t + gamma · [(1 - c) · v_{t+1} + c · y_{t+1}],   c = λ where a_{t+1} is the best, else 0
    """
    trace = torch.where(decisions.greedy, reach.trace_decay, 0.0)
    return _traced(decisions, decisions.best, decisions.best, trace, reach.gamma)


def retrace_targets(decisions: Decisions, reach: Reach) -> Tensor:
    """Retrace(λ): the trace fades where the policy would do so less often than was done.

        y_t = r_t + gamma · [E_π Q(s_{t+1}, ·) + c · (y_{t+1} - Q(s_{t+1}, a_{t+1}))]
        c = λ · min(1, π(a_{t+1}) / μ(a_{t+1}))

    Munos et al. 2016, "Safe and Efficient Off-Policy Reinforcement Learning", equations 3 and 4.
    """
    trace = reach.trace_decay * decisions.ratio.clamp(max=1.0)
    return _traced(decisions, decisions.expected, decisions.taken, trace, reach.gamma)


def n_step_targets(decisions: Decisions, reach: Reach) -> Tensor:
    """The rewards of n decisions, then the value of the state they led to.

    y_t = Σ_{i < n} gamma^i · r_{t+i} + gamma^n · v_{t+n}        v after the last is 0
    """
    targets = torch.where(decisions.mask, decisions.best, 0.0)
    for _ in range(reach.n_step):  # after k passes these are the k-step returns
        following = torch.nn.functional.pad(targets[:, 1:], (0, 1))
        returns = decisions.rewards + reach.gamma * following
        targets = torch.where(decisions.mask, returns, 0.0)
    return targets


RETURNS: Mapping[str, Callable[[Decisions, Reach], Tensor]] = {
    "n_step": n_step_targets,
    "peng": peng_targets,
    "watkins": watkins_targets,
    "retrace": retrace_targets,
}
"""Targets by the name that ``DQNConfig.returns`` takes; each gives ``(b, t)``, 0 on padding."""


def monte_carlo(rewards: Tensor, mask: Tensor, gamma: float) -> Tensor:
    """What was in fact earned from each decision on, ``(b, t)``; 0 on padding.

    Args:
        rewards: ``(b, t)``.
        mask: True on decisions, ``(b, t)``.
        gamma: Discount per decision.
    """
    nothing = torch.zeros_like(rewards)
    plain = Decisions(rewards, mask, nothing, nothing, nothing, mask, nothing)
    return peng_targets(plain, Reach(gamma, 1.0, 1))


def clipped(targets: Tensor, low: float, high: float) -> tuple[Tensor, Tensor]:
    """Keep targets within the returns that can be: what lies outside is error, and would grow.

    Returns:
        The targets, and True where they were changed; both as ``targets``.
    """
    kept = targets.clamp(low, high)
    # Rewards are sums of weighted terms, which round in the last digits.
    return kept, (kept - targets).abs() > 1e-6


def _traced(
    decisions: Decisions, value: Tensor, baseline: Tensor, trace: Tensor, gamma: float
) -> Tensor:
    """The recursion that all λ-returns share, from the last decision back.

    y_t = r_t + gamma · [v_{t+1} + c_{t+1} · (y_{t+1} - b_{t+1})]

    Args:
        decisions: For rewards and mask.
        value: v, ``(b, t)``.
        baseline: b, ``(b, t)``.
        trace: c, ``(b, t)``.
        gamma: Discount per decision.
    """
    mask = decisions.mask
    rewards, value, baseline, trace = (
        torch.where(mask, part, 0.0) for part in (decisions.rewards, value, baseline, trace)
    )
    targets = torch.zeros_like(rewards)
    carried = torch.zeros_like(rewards[:, 0])
    for step in reversed(range(rewards.shape[1])):
        targets[:, step] = rewards[:, step] + gamma * carried
        gap = targets[:, step] - baseline[:, step]
        carried = torch.where(mask[:, step], value[:, step] + trace[:, step] * gap, 0.0)
    return torch.where(mask, targets, 0.0)
