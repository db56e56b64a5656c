"""Cross-entropy on given programs: the passes, the micro-batches, the steps.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.checks import check_finite
from codeeval_gym.trainers.examples import Example, Share, minibatches
from codeeval_gym.trainers.likelihood_config import ImitationConfig
from codeeval_gym.trainers.masked import masked_sum
from codeeval_gym.trainers.steps import Stepper

__all__ = ["Imitator", "cross_entropy", "gently"]


def cross_entropy(logprobs: Tensor, probability_weight: float) -> Tensor:
    """Of each token, weighed by how likely it is.

        L = -(a · π(t) + 1 - a) · log π(t)

    With a = 0 plain cross-entropy; with a = 1 that of Wu et al. 2025, "On the Generalization of
    SFT: A Reinforcement Learning Perspective with Reward Rectification" (dynamic fine-tuning).

    Args:
        logprobs: ``log π(t)``, any shape.
        probability_weight: The a above, 0 to 1; the weight it gives has no gradient.
    """
    return -_likeliness(logprobs, probability_weight) * logprobs


def gently(logprobs: Tensor, probability_weight: float) -> Tensor:
    """The same log-probabilities, with gradients that are weighed as :func:`cross_entropy` does.

    Args:
        logprobs: ``log π(t)``, any shape.
        probability_weight: 0 leaves gradients as they are.
    """
    likely = _likeliness(logprobs, probability_weight)
    return likely * logprobs + ((1.0 - likely) * logprobs).detach()


def _likeliness(logprobs: Tensor, probability_weight: float) -> Tensor:
    return probability_weight * logprobs.detach().exp() + (1.0 - probability_weight)


class _Step(NamedTuple):
    loss: float
    logprob: float
    grad_norm: float


@dataclass(frozen=True)
class Imitator:
    """Makes the optimiser steps of one iteration."""

    stepper: Stepper
    """Makes one; its model is a :class:`~codeeval_gym.trainers.likelihood.Scorer`."""
    epochs: int
    """Passes over the programs."""
    batch_programs: int
    """Programs in a step, over all processes."""
    probability_weight: float
    """As :func:`cross_entropy` takes it."""
    micro_batch_tokens: int
    """Tokens in one forward and backward pass."""

    @classmethod
    def of(cls, stepper: Stepper, config: ImitationConfig) -> "Imitator":
        """With the settings of a trainer."""
        return cls(
            stepper,
            config.epochs,
            config.batch_programs,
            config.probability_weight,
            config.micro_batch_tokens,
        )

    def run(self, examples: Sequence[Example], chance: np.random.Generator) -> dict[str, float]:
        """Learn from programs. Of none, nothing is learnt and no step is made.

        Args:
            examples: The same in every process.
            chance: The same in every process; decides the order.

        Returns:
            Metrics by name, means over the steps made.

        Raises:
            TrainingError: If loss or gradient is not finite.
        """
        accelerator = self.stepper.accelerator
        shares = minibatches(
            len(examples),
            self.batch_programs,
            self.epochs,
            chance,
            index=accelerator.process_index,
            processes=accelerator.num_processes,
        )
        metrics = {"imitation/programs": float(len(examples))}
        steps = [self._step(examples, share) for share in shares]
        metrics["optimiser/steps"] = float(len(steps))
        if steps:
            loss, logprob, norm = (sum(column) / len(steps) for column in zip(*steps, strict=True))
            metrics["imitation/loss"] = loss
            metrics["imitation/logprob"] = logprob
            metrics["optimiser/grad_norm"] = norm
        return metrics

    def _step(self, examples: Sequence[Example], share: Share) -> _Step:
        mine = [examples[place] for place in share.places]
        programs = Programs.join(
            [example.prompt for example in mine], [example.program for example in mine]
        ).to(self.stepper.accelerator.device)
        here = torch.tensor(float(programs.mask.sum()), device=programs.mask.device) * share.weight
        total = self.stepper.reduce(here).item()
        sums = torch.zeros(2, device=programs.mask.device)

        def loss_of(rows: Tensor) -> Tensor:
            part = programs.select(rows)
            logprobs: Tensor = self.stepper.model(part)
            weights = part.mask * share.weight
            loss = masked_sum(cross_entropy(logprobs, self.probability_weight), weights)
            sums.add_(torch.stack([loss.detach(), masked_sum(logprobs.detach(), weights)]))
            return loss / total

        everything = torch.arange(len(programs), device=programs.mask.device)
        self.stepper.accumulate(
            by_length(everything, programs.lengths, self.micro_batch_tokens), loss_of
        )
        check_finite("loss", sums)
        norm = self.stepper.step()
        loss, logprob = (self.stepper.reduce(sums) / total).tolist()
        return _Step(loss, logprob, norm)
