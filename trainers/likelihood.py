"""A policy and its frozen reference, seen through the likelihood of whole programs.

What SFT, RFT and DPO share: none of them has a value function, or anything else beside the language
model, that learns.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

import copy
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

import numpy as np
import torch
from accelerate import Accelerator
from torch import Tensor, nn

from codeeval_gym.llm import LLMAdapter, adapter_off, has_adapter
from codeeval_gym.trainers import checks
from codeeval_gym.trainers.batches import Programs, by_length, padded
from codeeval_gym.trainers.checkpoint import read_models
from codeeval_gym.trainers.kl import k1
from codeeval_gym.trainers.likelihood_config import LikelihoodConfig
from codeeval_gym.trainers.logprobs import output_head, token_logprobs
from codeeval_gym.trainers.optimiser import make_optimizer, set_learning_rates
from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.trainers.steps import Stepper
from codeeval_gym.trainers.trainer import Environment, Trainer

__all__ = ["LikelihoodLearner", "LikelihoodTrainer", "Scored", "Scorer"]

AnyConfig = TypeVar("AnyConfig", bound=LikelihoodConfig)
AnyLearner = TypeVar("AnyLearner", bound="LikelihoodLearner[Any]")


class Scorer(nn.Module):
    """How likely a language model finds programs.

    Rows are padded on the right, and the model stays in evaluation mode, for the reasons that
    :class:`~codeeval_gym.trainers.ppo.value_model.ActorCritic` has.

    Args:
        model: A causal language model of transformers, updated in place.
        temperature: The one that programs are sampled at.

    Raises:
        ConfigError: If the model does something unknown to its logits after its output embedding,
            so that computing them in chunks would not give the model's probabilities.
    """

    def __init__(self, model: Any, temperature: float = 1.0) -> None:
        super().__init__()
        self.model = model.eval()
        self.temperature = temperature
        self.head = output_head(model)

    def forward(self, programs: Programs) -> Tensor:
        """Log-probability of each token at the training temperature, ``(b, t)``, fp32."""
        row, column = programs.mask.nonzero(as_tuple=True)
        targets = programs.input_ids[row, programs.prompt_lengths[row] + column]
        found, _ = token_logprobs(self.states(programs), targets, self.head, self.temperature)
        return torch.zeros(programs.mask.shape, device=found.device).masked_scatter(
            programs.mask, found
        )

    def states(self, programs: Programs) -> Tensor:
        """Last hidden state before each token of the programs, row after row, ``(n, h)``."""
        row, column = programs.mask.nonzero(as_tuple=True)
        output = self.model.base_model(input_ids=programs.input_ids, use_cache=False)
        states: Tensor = output.last_hidden_state[row, programs.prompt_lengths[row] - 1 + column]
        return states


class Scored(NamedTuple):
    """Programs, and what both models say about them before the update."""

    programs: Programs
    """The rows."""
    policy: Tensor
    """Log-probabilities under the policy, ``(b, t)``; 0 on padding."""
    reference: Tensor | None
    """Under the frozen reference; ``None`` where there is none."""


class LikelihoodLearner(ABC, Generic[AnyConfig]):
    """Holds what is trained: policy and optimiser; and the reference.

    Args:
        model: A causal language model of transformers, updated in place.
        config: All settings.
        reference: The frozen reference; ``None`` means a copy of ``model`` as it is now, or, if it
            has an adapter, the model with that switched off.
    """

    def __init__(self, model: Any, config: AnyConfig, reference: Any = None) -> None:
        self.config = config
        self.accelerator = Accelerator(mixed_precision=config.mixed_precision)
        self.scorer = self._scorer(model)
        self.reference: Scorer | None = None
        # The reference of a model with an adapter is the model without it.
        self._within = reference is None and has_adapter(model)
        if config.measure_kl and not self._within:
            frozen = copy.deepcopy(model) if reference is None else reference
            self.reference = self._scorer(frozen).requires_grad_(False)
        self.prepared, self.optimizer = self.accelerator.prepare(
            self.scorer, make_optimizer(self.scorer.model.parameters(), (), config.weight_decay)
        )
        exact = config.mixed_precision == "no" and model.dtype == torch.float32
        self.noise = checks.FP32_NOISE if exact else checks.BF16_NOISE

    def _scorer(self, model: Any) -> Scorer:
        return Scorer(model.to(self.accelerator.device), self.config.temperature)

    @abstractmethod
    def improve(
        self,
        turns: Sequence[Turn],
        scored: Scored | None,
        iteration: int,
        chance: np.random.Generator,
    ) -> dict[str, float]:
        """Make an iteration's steps.

        Args:
            turns: What this process collected and could be judged.
            scored: The same programs, row by row; ``None`` where nobody scored them.
            iteration: Counted from 0.
            chance: The same in every process.

        Returns:
            Metrics by name.
        """

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        """One iteration: look at the rollout, then improve the policy.

        Args:
            rollout: What this process collected.
            iteration: Counted from 0.
            lr_scale: Multiplies the learning rates.

        Returns:
            Metrics by name, as documented in ``docs/rft.md`` and ``docs/dpo.md``.

        Raises:
            TrainingError: If a check fails. The step that it failed in was not made.
        """
        started = time.perf_counter()
        turns = rollout.kept()
        checks.check_rewards(turns)
        scored, metrics = self.examine(turns, first=iteration == 0)
        examined = time.perf_counter()
        set_learning_rates(self.optimizer, self.config, lr_scale)
        metrics["optimiser/learning_rate"] = lr_scale * self.config.learning_rate
        chance = np.random.default_rng([self.config.seed, iteration])
        metrics |= self.improve(turns, scored, iteration, chance)
        metrics["time/score"] = examined - started
        metrics["time/update"] = time.perf_counter() - examined
        return metrics

    def examine(
        self, turns: Sequence[Turn], *, first: bool
    ) -> tuple[Scored | None, dict[str, float]]:
        """Score what was collected, check it, and measure how far the policy has come.

        Args:
            turns: What this process collected and could be judged.
            first: True before the first update of all.

        Returns:
            The scores; ``kl/reference``, nats per program; ``sampling/gap``, nats per token.

        Raises:
            TrainingError: If a check fails.
        """
        scored = self.score(turns)
        mask = scored.programs.mask
        if first and scored.reference is not None:
            checks.check_reference(scored.policy, scored.reference, mask, self.noise)
        sampled = padded([turn.logprobs for turn in turns], mask)
        gap = checks.check_sampling(sampled, scored.policy, mask)
        metrics = {"sampling/gap": gap}
        if scored.reference is not None:
            moved = torch.where(mask, k1(scored.policy, scored.reference), 0.0).sum()
            metrics["kl/reference"] = self.per_program(moved, len(turns))
        return scored, metrics

    def per_program(self, total: Tensor, programs: int) -> float:
        """A sum over all processes, divided by the number of programs of all."""
        count = torch.tensor(float(programs), device=total.device)
        moved, rows = self.stepper().reduce(torch.stack([total, count])).tolist()
        return float(moved / max(rows, 1.0))

    def score(self, turns: Sequence[Turn]) -> Scored:
        """Log-probabilities as the training pass computes them, without gradients."""
        programs = Programs.join(
            [turn.prompt for turn in turns], [turn.program for turn in turns]
        ).to(self.accelerator.device)
        checks.check_mask(programs, turns)
        policy = self._logprobs(programs, self.scorer)
        if not self.config.measure_kl:
            return Scored(programs, policy, None)
        return Scored(programs, policy, self.with_reference(lambda s: self._logprobs(programs, s)))

    def with_reference(self, use: Callable[[Scorer], Tensor]) -> Tensor:
        """What comes of using the reference: its own model, or the policy's without its adapter."""
        if self.reference is not None:
            return use(self.reference)
        with adapter_off(self.scorer.model):
            return use(self.scorer)

    def _logprobs(self, programs: Programs, scorer: Scorer) -> Tensor:
        found = torch.zeros(programs.mask.shape, device=programs.mask.device)
        everything = torch.arange(len(programs), device=found.device)
        with torch.inference_mode(), self.accelerator.autocast():
            for rows in by_length(everything, programs.lengths, self.config.micro_batch_tokens):
                part = programs.select(rows)
                found[rows, : part.mask.shape[1]] = scorer(part)
        return found

    def stepper(self) -> Stepper:
        """What makes optimiser steps."""
        return Stepper(self.accelerator, self.prepared, self.optimizer, self.config.max_grad_norm)

    def write(self, folder: Path, policy: LLMAdapter) -> dict[str, Any]:
        """Write policy and reference; see :mod:`codeeval_gym.trainers.checkpoint`.

        reference/            as ``policy``, of the frozen reference; absent where none is held, and
                              where the policy is an adapter on it
        """
        policy.save(folder / "policy")
        if self.reference is not None:
            self.reference.model.save_pretrained(folder / "reference")
            policy.tokenizer.save_pretrained(folder / "reference")
        return {}

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Nothing: there is nothing beside the models."""


class LikelihoodTrainer(Trainer[AnyConfig, AnyLearner]):
    """A trainer whose learner is a :class:`LikelihoodLearner`.

    Args:
        policy: The language model, trained in place.
        env: An id, an environment, or a vector environment (the fast way: programs are written
            and judged side by side).
        config: Settings; ``None`` means the defaults.
        reference: The model that the KL is measured to; ``None`` means a copy of the policy as it
            is now, or, of a policy with an adapter, the model without it.

    Raises:
        ConfigError: If environment, model and settings do not fit together.
        ChallengeError: If the environment holds a challenge that may not be trained on.
    """

    learner_type: ClassVar[Callable[..., Any]]
    """The class of its learner."""

    def __init__(
        self,
        policy: LLMAdapter,
        env: Environment,
        config: AnyConfig | None = None,
        *,
        reference: Any = None,
    ) -> None:
        chosen: Any = config or self.config_type()
        super().__init__(policy, env, chosen, self.learner_type(policy.model, chosen, reference))

    @classmethod
    def read(
        cls, folder: Path, env: Environment, config: AnyConfig, device: str | torch.device
    ) -> Self:
        """Make the trainer of the policy and the reference in a checkpoint."""
        policy, reference = read_models(folder, device)
        return cls(policy, env, config, reference=reference)
