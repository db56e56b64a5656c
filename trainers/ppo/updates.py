"""The passes over a rollout: minibatches, micro-batches, gradients, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from codeeval_gym.errors import TrainingError
from codeeval_gym.trainers.batches import by_length
from codeeval_gym.trainers.checks import check_finite
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.checks import check_ratio
from codeeval_gym.trainers.ppo.objective import SUMS, Objective, Totals, objective
from codeeval_gym.trainers.steps import Stepper

__all__ = ["Passes", "Updater"]


class Passes(NamedTuple):
    """How often a rollout is used."""

    epochs: int
    """Passes over it."""
    minibatches: int
    """Optimiser steps per pass."""
    kl_limit: float | None
    """Stop after a step that came this far from the policy that collected, nats per token."""


class _Step(NamedTuple):
    """What is known of one optimiser step, summed over processes."""

    sums: Tensor
    """Named in ``SUMS``."""
    largest: float
    """Largest absolute log-ratio of a token, before the step."""
    grad_norm: float
    """Before it was scaled down."""


@dataclass(frozen=True)
class Updater:
    """Makes the optimiser steps of one iteration."""

    stepper: Stepper
    """Makes one; its model is the actor-critic."""
    weigh: Objective
    """Weights of the objective's parts."""
    micro_batch_tokens: int
    """Tokens in one forward and backward pass."""
    noise: float
    """How far from 0 a log-ratio may be before the first step, nats."""

    def run(
        self,
        experience: Experience,
        passes: Passes,
        chance: np.random.Generator,
        *,
        train_policy: bool,
    ) -> dict[str, float]:
        """Update on one rollout.

        Args:
            experience: The rollout.
            passes: How often it is used.
            chance: Decides the order of rows.
            train_policy: False trains the value head only.

        Returns:
            Metrics by name, means over the steps made.

        Raises:
            TrainingError: If a check fails, or there are fewer rows than minibatches.
        """
        rows = len(experience.programs)
        if rows < passes.minibatches:
            raise TrainingError(
                f"{rows} programs cannot be cut into {passes.minibatches} minibatches. Lower "
                "minibatches or raise episodes_per_iteration."
            )
        steps: list[_Step] = []
        for _ in range(passes.epochs):
            for part in np.array_split(chance.permutation(rows), passes.minibatches):
                minibatch = torch.from_numpy(part).to(experience.weights.device)
                steps.append(self._step(experience, minibatch, train_policy, first=not steps))
                if passes.kl_limit is not None and _update_kl(steps[-1]) > passes.kl_limit:
                    return _metrics(steps)
        return _metrics(steps)

    def _step(
        self, experience: Experience, minibatch: Tensor, train_policy: bool, first: bool
    ) -> _Step:
        totals = self._totals(experience, minibatch)
        sums = torch.zeros(len(SUMS), device=experience.weights.device)
        largest = 0.0

        def loss_of(rows: Tensor) -> Tensor:
            nonlocal largest
            batch = experience.select(rows)
            outputs = self.stepper.model(batch.programs, train_policy)
            loss, parts, moved = objective(
                outputs, batch, self.weigh, totals, train_policy=train_policy
            )
            sums.add_(parts)
            largest = max(largest, moved.item())
            return loss

        lengths = experience.programs.lengths
        self.stepper.accumulate(by_length(minibatch, lengths, self.micro_batch_tokens), loss_of)
        if first:
            check_ratio(largest, self.noise)
        check_finite("loss", sums)
        norm = self.stepper.step()
        return _Step(self.stepper.reduce(sums), largest, norm)

    def _totals(self, experience: Experience, minibatch: Tensor) -> Totals:
        """Of all processes; at least 1 each, for a minibatch in which nothing counts."""
        parts = (experience.weights, experience.counts, experience.value_weights)
        sums = torch.stack([part[minibatch].sum() for part in parts])
        return Totals(*self.stepper.reduce(sums).clamp(min=1.0).tolist())


def _update_kl(step: _Step) -> float:
    return step.sums[SUMS.index("update_kl")].item()


def _metrics(steps: Sequence[_Step]) -> dict[str, float]:
    means = torch.stack([step.sums for step in steps]).mean(dim=0).tolist()
    part = dict(zip(SUMS, means, strict=True))
    return {
        "policy/loss": part["policy_loss"],
        "policy/clipped": part["policy_clipped"],
        "policy/entropy": part["entropy"],
        "value/loss": part["value_loss"],
        "value/clipped": part["value_clipped"],
        "kl/update": _update_kl(steps[-1]),
        "optimiser/grad_norm": sum(step.grad_norm for step in steps) / len(steps),
        "optimiser/steps": float(len(steps)),
    }
