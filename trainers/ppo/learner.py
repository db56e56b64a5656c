"""From a rollout to a better policy: score, assign credit, update.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

import copy
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import DistributedDataParallelKwargs
from safetensors.torch import load_file, save_file
from torch import Tensor

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter, has_adapter
from codeeval_gym.trainers import checks
from codeeval_gym.trainers.batches import Programs, padded
from codeeval_gym.trainers.kl import AdaptiveKLController
from codeeval_gym.trainers.optimiser import make_optimizer, set_learning_rates
from codeeval_gym.trainers.ppo.advantages import Discount
from codeeval_gym.trainers.ppo.batches import Experience
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.ppo.experience import (
    Credit,
    assign_credit,
    experience_metrics,
)
from codeeval_gym.trainers.ppo.names import CRITIC_FREE
from codeeval_gym.trainers.ppo.objective import Objective
from codeeval_gym.trainers.ppo.scoring import Scorer
from codeeval_gym.trainers.ppo.supervision import Supervision
from codeeval_gym.trainers.ppo.updates import Passes, Updater
from codeeval_gym.trainers.ppo.value_model import ActorCritic
from codeeval_gym.trainers.process.supervisor import ProcessSupervisor
from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.trainers.sharding import Mirror
from codeeval_gym.trainers.steps import Stepper

__all__ = ["Learner"]


class Learner:
    """Holds what is trained: policy, value head, optimiser, KL weight; and the reference.

    Args:
        model: A causal language model of transformers, updated in place.
        config: All settings.
        reference: The frozen reference; ``None`` means a copy of ``model`` as it is now, or, if it
            has an adapter, the model with that switched off.

    Raises:
        ConfigError: If layers are to be computed again on the way back through two adapters.
    """

    def __init__(self, model: Any, config: PPOConfig, reference: Any = None) -> None:
        self.config = config
        self.supervision: Supervision | None = None
        self.accelerator = Accelerator(
            mixed_precision=config.mixed_precision,
            # While only the value head learns, the language model takes no part in the loss.
            kwargs_handlers=[DistributedDataParallelKwargs(find_unused_parameters=True)],
        )
        own_trunk = config.value_trunk == "separate"
        if own_trunk and has_adapter(model) and config.gradient_checkpointing:
            raise ConfigError(
                "With value_trunk='separate' and an adapter, gradient_checkpointing would compute "
                "the value function's layers again with the policy's adapter. Take "
                "value_trunk='shared', or leave gradient_checkpointing out."
            )
        self.actor_critic = self._actor_critic(model, own_trunk)
        self.reference = None
        # The reference of a model with an adapter is the model without it.
        within = reference is None and has_adapter(model)
        if (config.kl_coeff > 0 or config.has_process) and not within:
            frozen = copy.deepcopy(model) if reference is None else reference
            self.reference = self._actor_critic(frozen).requires_grad_(False)
        self.scorer = Scorer(self.accelerator, self.actor_critic, self.reference, config)
        self.mirror = Mirror(self.accelerator, self.actor_critic, config.max_grad_norm)
        trained = self.mirror.trained
        self.prepared, self.optimizer = self.mirror.prepare(
            make_optimizer(
                trained.policy_parameters(),
                trained.value_parameters(),
                config.weight_decay,
            ),
        )
        self.kl = AdaptiveKLController(config.kl_coeff, config.kl_target, config.kl_horizon)
        exact = config.mixed_precision == "no" and model.dtype == torch.float32
        self.noise = checks.FP32_NOISE if exact else checks.BF16_NOISE

    def _actor_critic(self, model: Any, own_trunk: bool = False) -> ActorCritic:
        return ActorCritic(
            model.to(self.accelerator.device),
            temperature=self.config.temperature,
            detach_value=self.config.detach_value,
            entropy_needs_grad=self.config.entropy_coeff > 0,
            own_trunk=own_trunk,
        )

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        """One iteration of PPO.

        Args:
            rollout: What this process collected.
            iteration: Counted from 0.
            lr_scale: Multiplies both learning rates.

        Returns:
            Metrics by name, as documented in ``docs/ppo.md``.

        Raises:
            TrainingError: If a check fails. The step that it failed in was not made.
        """
        started = time.perf_counter()
        age = checks.check_age(rollout, iteration, self.config.max_policy_age)
        experience, metrics = self._experience(rollout, iteration)
        metrics["sampling/age"] = float(age)
        scored = time.perf_counter()
        metrics["kl/coeff"] = self.kl.coefficient
        metrics["optimiser/learning_rate"] = lr_scale * self.config.learning_rate
        set_learning_rates(self.optimizer, self.config, lr_scale)
        warming_up = self._has_critic and iteration < self.config.value_warmup_iterations
        metrics |= self._updater().run(
            experience,
            Passes(self.config.epochs, self.config.minibatches, self.config.update_kl_limit),
            np.random.default_rng([self.config.seed, iteration]),
            train_policy=not warming_up,
        )
        self.kl.update(metrics["kl/reference"], self.config.episodes_per_iteration)
        metrics["time/score"] = scored - started
        metrics["time/update"] = time.perf_counter() - scored
        return metrics

    @property
    def _has_critic(self) -> bool:
        return self.config.advantage not in CRITIC_FREE

    def reduce(self, tensor: Tensor) -> Tensor:
        """Add up over processes."""
        total: Tensor = self.accelerator.reduce(tensor, reduction="sum")
        return total

    def write(self, folder: Path, policy: LLMAdapter) -> dict[str, Any]:
        """Write policy, reference and value head; see :mod:`codeeval_gym.trainers.checkpoint`.

        reference/            as ``policy``, of the frozen reference; absent without a KL, and where
                              the policy is an adapter on it
        value_head.safetensors
        value_trunk.safetensors     of the value function's own; absent where it shares the policy's
        process_head.safetensors    absent without process supervision
        """
        policy.save(folder / "policy")
        if self.reference is not None:
            self.reference.model.save_pretrained(folder / "reference")
            policy.tokenizer.save_pretrained(folder / "reference")
        save_file(self.actor_critic.value_head.state_dict(), folder / "value_head.safetensors")
        if trunk := self.actor_critic.value_state():
            save_file(trunk, folder / "value_trunk.safetensors")
        if self.supervisor is not None:
            save_file(self.supervisor.head.state(), folder / "process_head.safetensors")
        return {"kl_coeff": self.kl.coefficient}

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Take back value function, process head and KL weight."""
        self.actor_critic.value_head.load_state_dict(load_file(folder / "value_head.safetensors"))
        if self.config.value_trunk == "separate":
            self.actor_critic.set_value_state(load_file(folder / "value_trunk.safetensors"))
        if self.supervisor is not None:
            self.supervisor.head.set_state(load_file(folder / "process_head.safetensors"))
        self.kl.coefficient = state["kl_coeff"]

    @property
    def supervisor(self) -> ProcessSupervisor | None:
        """What labels programs; ``None`` without process supervision."""
        return None if self.supervision is None else self.supervision.supervisor

    # Score

    def _experience(self, rollout: Rollout, iteration: int) -> tuple[Experience, dict[str, float]]:
        turns = rollout.kept()
        checks.check_rewards(turns)
        programs = Programs.join(
            [turn.prompt for turn in turns], [turn.program for turn in turns]
        ).to(self.accelerator.device)
        checks.check_mask(programs, turns)
        mask = programs.mask
        bonus, process = self._process(turns, programs, iteration)
        sampled = padded([turn.logprobs for turn in turns], mask)
        given = self.config.old_logprobs == "sampler"
        scores = self.scorer.score(programs, sampled if given else None)
        if iteration == 0:
            checks.check_reference(scores.old_logprobs, scores.ref_logprobs, mask, self.noise)
        gap = checks.check_sampling(sampled, scores.old_logprobs, mask)
        experience = assign_credit(
            turns, programs, scores, self._credit(), self.reduce, bonus=bonus
        )
        metrics = experience_metrics(experience, self.reduce) | process
        return experience, metrics | {"sampling/gap": gap}

    def _process(
        self, turns: Sequence[Turn], programs: Programs, iteration: int
    ) -> tuple[Tensor | None, dict[str, float]]:
        """What lines earn; in the first iteration, also what the value head starts as."""
        if self.supervision is None:
            return None, {}

        def features(places: Sequence[Sequence[int]]) -> list[Tensor]:
            return self.scorer.reference_features(programs, places)

        found = self.supervision.bonus(turns, programs.mask, features, iteration)
        if self.config.process_value_init and iteration == 0 and self.supervisor is not None:
            head = self.supervisor.head
            with torch.no_grad():
                self.actor_critic.value_head.weight.copy_(head.weight[None])
                self.actor_critic.value_head.bias.fill_(float(head.bias))
        return found

    def _credit(self) -> Credit:
        config = self.config
        return Credit(
            advantage=config.advantage,
            discount=Discount(config.gamma, config.lambda_policy, config.lambda_value),
            whiten=config.whiten,
            truncated=config.truncated,
            kl_coeff=0.0 if config.kl_in_loss else self.kl.coefficient,
            kl_estimator="k1" if config.kl_estimator == "auto" else config.kl_estimator,
            level=config.credit_level,
            loss_mean=config.loss_mean,
            budget=config.max_new_tokens,
            reweight=config.probability_weight,
            negative_weight=config.negative_weight,
            objectives=self._objectives(),
        )

    def _objectives(self) -> Mapping[str, float]:
        """Terms that are compared each by itself; none where their sum is."""
        if self.config.normalise == "reward":
            return {}
        weights = {} if self.supervision is None else self.supervision.weights()
        if not weights:
            raise ConfigError(
                "normalise='objective' compares the terms of the environment's reward, and this "
                "environment has no reward_model. Take normalise='reward'."
            )
        return weights

    # Update

    def _updater(self) -> Updater:
        config = self.config
        return Updater(
            Stepper(self.accelerator, self.prepared, self.optimizer, config.max_grad_norm),
            Objective(
                clip_range=config.clip_range,
                dual_clip=config.dual_clip,
                value_clip_range=config.value_clip_range,
                value_coeff=config.value_coeff if self._has_critic else 0.0,
                entropy_coeff=config.entropy_coeff,
                kl_coeff=self.kl.coefficient if config.kl_in_loss else 0.0,
                kl_estimator="k2" if config.kl_estimator == "auto" else config.kl_estimator,
            ),
            micro_batch_tokens=config.micro_batch_tokens,
            noise=self.noise,
        )
