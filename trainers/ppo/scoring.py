"""What policy, reference and value function say of a rollout before the update.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from codeeval_gym.llm import adapter_off
from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.ppo.experience import Scores
from codeeval_gym.trainers.ppo.names import CRITIC_FREE
from codeeval_gym.trainers.ppo.value_model import ActorCritic

__all__ = ["Scorer"]


@dataclass(frozen=True)
class Scorer:
    """Reads programs as the training pass does, without gradients."""

    accelerator: Any
    """Knows the devices and processes."""
    actor_critic: ActorCritic
    """What is trained."""
    reference: ActorCritic | None
    """The frozen reference; ``None`` where that is the policy without its adapter, or not asked."""
    config: PPOConfig
    """All settings."""

    def score(self, programs: Programs, sampled: Tensor | None = None) -> Scores:
        """Log-probabilities and values of the tokens of given programs.

        Args:
            programs: The rows.
            sampled: The policy's own log-probabilities, ``(b, t)``; ``None`` computes them.
        """
        # Made outside inference mode: the losses may keep these tensors for their gradients.
        old, ref, values = (
            torch.zeros(programs.mask.shape, device=programs.mask.device) for _ in range(3)
        )
        has_critic = self.config.advantage not in CRITIC_FREE
        with torch.inference_mode(), self.accelerator.autocast():
            for rows in self._micro_batches(programs):
                part = programs.select(rows)
                width = part.mask.shape[1]
                if sampled is None or has_critic:
                    outputs = self.actor_critic(part, with_values=has_critic)
                    old[rows, :width] = outputs.logprobs
                    values[rows, :width] = outputs.values
                if self.config.kl_coeff > 0:
                    ref[rows, :width] = self._reference_logprobs(part)
        old = old if sampled is None else sampled
        return Scores(old, old if self.config.kl_coeff == 0 else ref, values)

    def reference_features(
        self, programs: Programs, places: Sequence[Sequence[int]]
    ) -> list[Tensor]:
        """The reference's hidden states after so many tokens of each row, ``(n, h)`` each.

        Args:
            programs: The rows.
            places: For each of them how many tokens, fewer than it has.
        """
        found: dict[int, Tensor] = {}
        with torch.no_grad(), self.accelerator.autocast():
            for rows in self._micro_batches(programs):
                hidden = self._reference_hidden(programs.select(rows))
                for row, states in zip(rows.tolist(), hidden, strict=True):
                    found[row] = states[torch.tensor(places[row], dtype=torch.long)]
        return [found[row] for row in range(len(programs))]

    def _reference_logprobs(self, programs: Programs) -> Tensor:
        if self.reference is not None:
            logprobs: Tensor = self.reference(programs).logprobs
            return logprobs
        with adapter_off(self.actor_critic.model):
            without: Tensor = self.actor_critic(programs, with_values=False).logprobs
            return without

    def _reference_hidden(self, programs: Programs) -> Tensor:
        if self.reference is not None:
            return self.reference.features(programs)
        with adapter_off(self.actor_critic.model):
            return self.actor_critic.features(programs)

    def _micro_batches(self, programs: Programs) -> list[Tensor]:
        rows = torch.arange(len(programs), device=programs.mask.device)
        return list(by_length(rows, programs.lengths, self.config.micro_batch_tokens))
