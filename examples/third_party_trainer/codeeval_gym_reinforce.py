"""REINFORCE with a running mean as its baseline: the smallest trainer of another package.

Williams 1992, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement
Learning": the gradient of (R - b) · log π(program), with b the mean of past returns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import torch
from accelerate import Accelerator
from torch import Tensor, nn

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import checks
from codeeval_gym.trainers.batches import Programs, by_length
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.logprobs import output_head, token_logprobs
from codeeval_gym.trainers.optimiser import make_optimizer, set_learning_rates
from codeeval_gym.trainers.rollout import Rollout
from codeeval_gym.trainers.steps import Stepper
from codeeval_gym.trainers.trainer import Environment, Trainer

__all__ = ["ReinforceConfig", "ReinforceTrainer"]


@dataclass(frozen=True)
class ReinforceConfig(RunConfig):
    """Settings; all others are those of every trainer."""

    memory: float = 0.8
    """Share of the baseline that is kept at each iteration, 0 to 1."""


class Policy(nn.Module):
    """Log-probability of each program, ``(rows,)``."""

    def __init__(self, model: Any, temperature: float) -> None:
        super().__init__()
        self.model, self.head, self.temperature = model.eval(), output_head(model), temperature

    def forward(self, programs: Programs) -> Tensor:
        row, column = programs.mask.nonzero(as_tuple=True)
        before = programs.prompt_lengths[row] - 1 + column
        hidden = self.model.base_model(input_ids=programs.input_ids).last_hidden_state
        tokens = programs.input_ids[row, before + 1]
        logprobs, _ = token_logprobs(hidden[row, before], tokens, self.head, self.temperature)
        return torch.zeros(len(programs), device=row.device).index_add(0, row, logprobs)


class Learner:
    """Holds policy, optimiser and baseline."""

    def __init__(self, model: Any, config: ReinforceConfig) -> None:
        self.config, self.baseline = config, 0.0
        self.accelerator = Accelerator(mixed_precision=config.mixed_precision)
        policy = Policy(model.to(self.accelerator.device), config.temperature)
        optimizer = make_optimizer(policy.parameters(), [], config.weight_decay)
        self.policy, self.optimizer = self.accelerator.prepare(policy, optimizer)

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        """One step, on all episodes that were judged."""
        turns, step = (
            rollout.kept(),
            Stepper(self.accelerator, self.policy, self.optimizer, self.config.max_grad_norm),
        )
        checks.check_rewards(turns)
        set_learning_rates(self.optimizer, self.config, lr_scale)
        programs = Programs.join([turn.prompt for turn in turns], [turn.program for turn in turns])
        programs = programs.to(self.accelerator.device)
        earned: dict[int, float] = {}
        for turn in turns:
            earned[turn.episode] = earned.get(turn.episode, 0.0) + turn.reward
        returns = torch.tensor([earned[t.episode] for t in turns], device=programs.mask.device)
        total, count = step.reduce(torch.stack([returns.sum(), returns.new_tensor(len(turns))]))
        advantages = (returns - self.baseline) / count

        def loss_of(rows: Tensor) -> Tensor:
            logprobs: Tensor = self.policy(programs.select(rows))
            return -(advantages[rows] * logprobs).sum()

        rows = torch.arange(len(turns), device=programs.mask.device)
        step.accumulate(by_length(rows, programs.lengths, self.config.micro_batch_tokens), loss_of)
        norm = step.step()
        self.baseline += (1 - self.config.memory) * ((total / count).item() - self.baseline)
        return {"baseline": self.baseline, "optimiser/grad_norm": norm}

    def write(self, folder: Path, policy: LLMAdapter) -> dict[str, Any]:
        """Write the policy; remember the baseline."""
        policy.save(folder / "policy")
        return {"baseline": self.baseline}

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Take back the baseline."""
        self.baseline = state["baseline"]


class ReinforceTrainer(Trainer[ReinforceConfig, Learner]):
    """The loop is the one of every trainer; this names what is its own."""

    algorithm, config_type = "reinforce", ReinforceConfig

    def __init__(
        self, policy: LLMAdapter, env: Environment, config: ReinforceConfig | None = None
    ) -> None:
        config = config or ReinforceConfig()
        super().__init__(policy, env, config, Learner(policy.model, config))

    @classmethod
    def read(cls, folder: Path, env: Environment, config: ReinforceConfig, device: Any) -> Self:
        """Make the trainer of the policy in a checkpoint."""
        return cls(LLMAdapter(folder / "policy", device=device), env, config)
