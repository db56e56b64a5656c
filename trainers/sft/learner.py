"""From reference programs, judged, to a policy that finds them likely."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch
from accelerate.utils import gather_object

from codeeval_gym.trainers import checks
from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.examples import Example, accepted
from codeeval_gym.trainers.imitation import Imitator
from codeeval_gym.trainers.likelihood import LikelihoodLearner, Scored, Scorer
from codeeval_gym.trainers.rollout import Turn
from codeeval_gym.trainers.sft.config import SFTConfig
from codeeval_gym.trainers.sft.divergence import divergence

__all__ = ["Learner"]


class Learner(LikelihoodLearner[SFTConfig]):
    """Holds what is trained. Arguments: :class:`LikelihoodLearner`."""

    def examine(
        self, turns: Sequence[Turn], *, first: bool
    ) -> tuple[Scored | None, dict[str, float]]:
        """Measure how far the policy has come, along the references.

        Args:
            turns: The references that could be judged.
            first: Not used: nothing was sampled that could be compared.
        """
        programs = Programs.join(
            [turn.prompt for turn in turns], [turn.program for turn in turns]
        ).to(self.accelerator.device)
        checks.check_mask(programs, turns)
        if not self.config.measure_kl:
            return None, {}
        total = torch.zeros((), device=self.accelerator.device)
        everything = torch.arange(len(programs), device=total.device)
        with torch.inference_mode(), self.accelerator.autocast():
            for rows in by_length(everything, programs.lengths, self.config.micro_batch_tokens):
                part = programs.select(rows)
                total = total + divergence(
                    self.scorer.states(part),
                    self.with_reference(partial(Scorer.states, programs=part)),
                    self.scorer.head,
                    lambda hidden: self.with_reference(lambda scorer: scorer.head(hidden)),
                    self.config.temperature,
                )
        return None, {"kl/reference": self.per_program(total, len(turns))}

    def improve(
        self,
        turns: Sequence[Turn],
        scored: Scored | None,
        iteration: int,
        chance: np.random.Generator,
    ) -> dict[str, float]:
        """Learn from the references that were accepted."""
        found: list[Example] = gather_object([Example.of(turn) for turn in turns if accepted(turn)])
        return Imitator.of(self.stepper(), self.config).run(found, chance)
