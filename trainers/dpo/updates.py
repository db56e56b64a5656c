"""The passes over pairs: minibatches, micro-batches, gradients, steps.

Shapes: ``p`` is a number of pairs; for the others see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.checks import check_finite
from codeeval_gym.trainers.dpo.losses import preference_loss
from codeeval_gym.trainers.examples import Share, minibatches
from codeeval_gym.trainers.imitation import cross_entropy, gently
from codeeval_gym.trainers.steps import Stepper

__all__ = ["SUMS", "Objective", "ScoredPair", "Updater"]

SUMS = ("loss", "chosen", "rejected", "accuracy", "sft", "logprob")
"""What is averaged over pairs, in this order."""


class ScoredPair(NamedTuple):
    """Two programs for one prompt, and what the reference says of them."""

    prompt: tuple[int, ...]
    """Token ids."""
    chosen: tuple[int, ...]
    """Token ids of the better program."""
    rejected: tuple[int, ...]
    """Token ids of the other."""
    ref_chosen: float
    """Log-probability of the better program under the reference."""
    ref_rejected: float
    """Of the other."""


@dataclass(frozen=True)
class Objective:
    """What the loss is made of."""

    kind: str
    """``sigmoid`` or ``ipo``."""
    beta: float
    """β."""
    length_normalise: bool
    """True divides log-probabilities of programs by their tokens."""
    sft_coeff: float
    """Weight of the cross-entropy on chosen programs."""
    probability_weight: float
    """As :func:`~codeeval_gym.trainers.imitation.cross_entropy` takes it."""


class _Rows(NamedTuple):
    """Pairs as tensors: the chosen programs, then the rejected ones."""

    programs: Programs
    reference: Tensor

    @classmethod
    def of(cls, pairs: Sequence[ScoredPair], device: torch.device) -> "_Rows":
        prompts = [pair.prompt for pair in pairs] * 2
        programs = [pair.chosen for pair in pairs] + [pair.rejected for pair in pairs]
        said = [pair.ref_chosen for pair in pairs] + [pair.ref_rejected for pair in pairs]
        return cls(Programs.join(prompts, programs).to(device), torch.tensor(said, device=device))


@dataclass(frozen=True)
class Updater:
    """Makes the optimiser steps of one iteration."""

    stepper: Stepper
    """Makes one; its model is a :class:`~codeeval_gym.trainers.likelihood.Scorer`."""
    weigh: Objective
    """What the loss is made of."""
    epochs: int
    """Passes over the pairs."""
    batch_pairs: int
    """Pairs in a step, over all processes."""
    micro_batch_tokens: int
    """Tokens in one forward and backward pass."""

    def run(self, pairs: Sequence[ScoredPair], chance: np.random.Generator) -> dict[str, float]:
        """Learn from pairs. Of none, nothing is learnt and no step is made.

        Args:
            pairs: The same in every process.
            chance: The same in every process; decides the order.

        Returns:
            Metrics by name, means over the steps made.

        Raises:
            TrainingError: If loss or gradient is not finite.
        """
        accelerator = self.stepper.accelerator
        shares = minibatches(
            len(pairs),
            self.batch_pairs,
            self.epochs,
            chance,
            index=accelerator.process_index,
            processes=accelerator.num_processes,
        )
        steps = [self._step(pairs, share) for share in shares]
        metrics = {"optimiser/steps": float(len(steps))}
        if steps:
            means = torch.stack([sums for sums, _ in steps]).mean(dim=0).tolist()
            part = dict(zip(SUMS, means, strict=True))
            metrics |= {f"dpo/{name}": value for name, value in part.items()}
            metrics["dpo/margin"] = part["chosen"] - part["rejected"]
            metrics["optimiser/grad_norm"] = sum(norm for _, norm in steps) / len(steps)
        return metrics

    def _step(self, pairs: Sequence[ScoredPair], share: Share) -> tuple[Tensor, float]:
        mine = [pairs[place] for place in share.places]
        rows = _Rows.of(mine, self.stepper.accelerator.device)
        both = rows.programs.lengths.view(2, -1).max(dim=0).values * 2
        sums = torch.zeros(len(SUMS), device=both.device)

        def loss_of(places: Tensor) -> Tensor:
            loss, parts = self._loss(rows, torch.cat([places, places + len(mine)]))
            sums.add_(parts * share.weight)
            return loss * share.weight / share.total

        everything = torch.arange(len(mine), device=both.device)
        self.stepper.accumulate(by_length(everything, both, self.micro_batch_tokens), loss_of)
        check_finite("loss", sums)
        norm = self.stepper.step()
        return self.stepper.reduce(sums) / share.total, norm

    def _loss(self, rows: _Rows, places: Tensor) -> tuple[Tensor, Tensor]:
        """The sum of a micro-batch's losses, and of what is told of them."""
        weigh, programs = self.weigh, rows.programs.select(places)
        logprobs: Tensor = self.stepper.model(programs)
        tokens = programs.mask.sum(dim=1)
        by = tokens if weigh.length_normalise else torch.ones_like(tokens)
        whole = gently(logprobs, weigh.probability_weight).sum(dim=1)
        chosen, rejected = (whole / by).chunk(2)
        ref_chosen, ref_rejected = (rows.reference[places] / by).chunk(2)
        pair = preference_loss(
            chosen, rejected, ref_chosen, ref_rejected, beta=weigh.beta, kind=weigh.kind
        )
        half = len(chosen)
        spread = cross_entropy(logprobs[:half], weigh.probability_weight)
        sft = torch.where(programs.mask[:half], spread, 0.0).sum(dim=1) / tokens[:half]
        loss = pair.loss + weigh.sft_coeff * sft
        with torch.no_grad():
            right = (pair.chosen > pair.rejected).float()
            likely = logprobs[:half].sum(dim=1) / tokens[:half]
            told = (pair.loss, pair.chosen, pair.rejected, right, sft, likely)
            parts = torch.stack([part.sum() for part in told])
        return loss.sum(), parts
