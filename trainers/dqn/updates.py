"""One step of DQN: candidates, targets, losses, gradients, and the target that follows.

Shapes: see :mod:`codeeval_gym.trainers.dqn.batches`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from codeeval_gym.trainers.checks import check_finite, check_values
from codeeval_gym.trainers.dqn.adapters import TARGET
from codeeval_gym.trainers.dqn.batches import Batch, batch_of, decisions_of, micro_batches
from codeeval_gym.trainers.dqn.losses import candidate_kl, conservative_loss, huber_loss, td_loss
from codeeval_gym.trainers.dqn.q_model import Candidates, QModel, QValues
from codeeval_gym.trainers.dqn.targets import (
    RETURNS,
    Decisions,
    Reach,
    clipped,
    double_q,
    expected_q,
    monte_carlo,
)
from codeeval_gym.trainers.dqn.trajectories import Trajectory
from codeeval_gym.trainers.steps import Stepper

__all__ = ["SUMS", "Objective", "Updated", "Updater", "targets_of"]

SUMS = (
    "td_loss",
    "td_error",
    "conservative_loss",
    "kl",
    "q",
    "target",
    "clipped",
    "greedy",
    "gap",
    "entropy",
    "known",
    "drift",
    "stale",
)
"""What is added up over decisions, in this order."""


@dataclass(frozen=True)
class Objective:
    """What the loss is made of."""

    returns: str
    """A name in :data:`~codeeval_gym.trainers.dqn.targets.RETURNS`."""
    reach: Reach
    """How far rewards reach back."""
    low: float
    """Least return that can be."""
    high: float
    """Greatest."""
    huber: float
    """Error from which the loss is linear."""
    policy_coeff: float
    """Multiplies what the error asks of the policy."""
    policy_probability_weight: float
    """How far that is weighed by probabilities."""
    negative_weight: float
    """Multiplies it where Q is above its target."""
    probability_weight: float
    """How far the conservative term is weighed by probabilities."""
    kl_coeff: float
    """Weight of the KL to the reference."""


@dataclass(frozen=True)
class Updated:
    """What is known of one step, summed over processes."""

    sums: Tensor
    """Named in :data:`SUMS`, per decision."""
    q_low: float
    """Least Q of an action taken, before the step."""
    q_high: float
    """Greatest."""
    grad_norm: float
    """Before it was scaled down."""
    errors: tuple[float, ...]
    """Mean absolute error of each of this process's episodes."""


def targets_of(
    batch: Batch, candidates: Candidates, online: QValues, target: QValues, weigh: Objective
) -> tuple[Tensor, Tensor]:
    """What Q of the actions taken should have been.

    Args:
        batch: The episodes.
        candidates: Of every decision.
        online: Q that learns.
        target: Q that follows.
        weigh: How.

    Returns:
        Targets ``(n,)``, clipped; and True where clipping changed them.
    """
    q = online.q.detach()
    valid = candidates.valid
    best = q.masked_fill(~valid, -torch.inf).max(dim=1).values
    policy = online.logprobs.detach()
    decisions = Decisions(
        rewards=batch.spread(batch.rewards),
        mask=batch.mask,
        best=batch.spread(double_q(q, target.q, valid)),
        expected=batch.spread(expected_q(policy, target.q, valid)),
        taken=batch.spread(target.q[:, 0]),
        greedy=batch.spread(q[:, 0] >= best),
        ratio=batch.spread((policy[:, 0] - batch.behaviour).clamp(max=0.0).exp()),
    )
    wanted = RETURNS[weigh.returns](decisions, weigh.reach)
    kept, changed = clipped(wanted, weigh.low, weigh.high)
    return kept[batch.mask], changed[batch.mask]


@dataclass(frozen=True)
class Updater:
    """Makes the optimiser steps of one iteration."""

    stepper: Stepper
    """Makes one; its model is the prepared ``q_model``."""
    q_model: QModel
    """Online, target and reference."""
    weigh: Objective
    """What the loss is made of."""
    groups: int
    """K at the level of programs; 0 at that of tokens."""
    micro_batch_tokens: int
    """Tokens in one forward and backward pass."""

    def step(
        self, episodes: Sequence[Trajectory], weights: Sequence[float], *, train_policy: bool
    ) -> Updated:
        """Make one step.

        Args:
            episodes: From the replay.
            weights: Of each in the conservative term.
            train_policy: False trains V alone.

        Raises:
            TrainingError: If loss or gradient is not finite; nothing was changed then.
        """
        device = self.q_model.device
        count = torch.tensor(float(sum(decisions_of(one, self.groups) for one in episodes)))
        total = self.stepper.reduce(count.to(device)).item()
        sums = torch.zeros(len(SUMS), device=device)
        ends: list[Tensor] = []
        errors = [0.0] * len(episodes)

        def loss_of(places: list[int]) -> Tensor:
            batch = batch_of(
                [episodes[i] for i in places], [weights[i] for i in places], self.groups, device
            )
            loss, parts, taken, wrong = self._loss(batch, total, train_policy)
            sums.add_(parts)
            ends.append(taken)
            for place, error in zip(places, wrong, strict=True):
                errors[place] = error
            return loss

        parts = micro_batches(episodes, self.groups, self.micro_batch_tokens)
        self.stepper.accumulate(parts, loss_of)
        check_finite("loss", sums)
        taken = torch.cat(ends)
        check_values("Q", taken, self.weigh.low, self.weigh.high)
        norm = self.stepper.step()
        return Updated(
            self.stepper.reduce(sums) / total,
            taken.min().item(),
            taken.max().item(),
            norm,
            tuple(errors),
        )

    def _loss(
        self, batch: Batch, total: float, train_policy: bool
    ) -> tuple[Tensor, Tensor, Tensor, list[float]]:
        """The share of a micro-batch in the loss; sums; Q of what was taken; errors by episode."""
        weigh, groups = self.weigh, self.groups
        candidates = self.q_model.propose(batch.programs, groups)
        target = self.q_model.score(batch.programs, candidates, groups, TARGET)
        online = self.stepper.model(batch.programs, candidates, groups, train_policy)
        wanted, changed = targets_of(batch, candidates, online, target, weigh)
        taken = online.q[:, 0]
        td = huber_loss(taken, wanted, weigh.huber)
        conservative = conservative_loss(
            online.logprobs[:, 0], batch.weights, weigh.probability_weight
        )
        kl = candidate_kl(online.logprobs, candidates.reference, candidates.valid)
        push = self._push(taken, wanted, online.logprobs[:, 0])
        value = online.value
        loss = td_loss(value, taken - value, wanted, weigh.huber, push).sum()
        if train_policy:
            loss = loss + conservative.sum() + weigh.kl_coeff * kl.sum()
        with torch.no_grad():
            error = (taken - wanted).abs()
            earned = monte_carlo(batch.spread(batch.rewards), batch.mask, weigh.reach.gamma)
            best = online.q.masked_fill(~candidates.valid, -torch.inf).max(dim=1).values
            ours = online.logprobs.masked_fill(~candidates.valid, -torch.inf).log_softmax(dim=1)
            entropy = -(ours.exp() * ours.masked_fill(~candidates.valid, 0.0)).sum(dim=1)
            gap = best - earned[batch.mask]
            known, drift, stale = _age(online.logprobs[:, 0], batch.behaviour)
            parts = (
                td,
                error,
                conservative,
                kl,
                taken,
                wanted,
                changed,
                taken >= best,
                gap,
                entropy,
                known,
                drift,
                stale,
            )
            sums = torch.stack([part.float().sum() for part in parts])
            each = batch.spread(error).sum(dim=1) / batch.mask.sum(dim=1)
        return loss / total, sums, taken.detach(), each.tolist()

    @torch.no_grad()
    def _push(self, taken: Tensor, wanted: Tensor, logprobs: Tensor) -> Tensor:
        """Weight of what the error of each decision asks of the policy, ``(n,)``."""
        weigh = self.weigh
        share = weigh.policy_probability_weight
        likely = share * logprobs.exp() + (1.0 - share)
        signed = torch.where(taken > wanted, weigh.negative_weight, 1.0)
        return weigh.policy_coeff * likely * signed


def _age(now: Tensor, then: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """How far the policy has gone from the one that acted, where that is known.

    Args:
        now: Log-probability of each action under the policy, ``(n,)``.
        then: When it was taken, ``(n,)``; 0 where nobody knows, as of references.

    Returns:
        Where it is known; the log-ratio of then to now; where now is less than half of then.
    """
    known = then < 0
    drift = torch.where(known, then - now, 0.0)
    return known, drift, drift > math.log(2)
