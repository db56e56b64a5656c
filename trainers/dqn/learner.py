"""From a rollout to a better Q: keep it, draw from what was kept, update.

Shapes: see :mod:`codeeval_gym.trainers.masked`.
"""

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

from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import checks
from codeeval_gym.trainers.batches import Programs, by_length, padded
from codeeval_gym.trainers.dqn.adapters import ONLINE
from codeeval_gym.trainers.dqn.config import DQNConfig
from codeeval_gym.trainers.dqn.exploration import Explorer
from codeeval_gym.trainers.dqn.q_model import QModel
from codeeval_gym.trainers.dqn.replay import Replay
from codeeval_gym.trainers.dqn.targets import Reach
from codeeval_gym.trainers.dqn.trajectories import (
    MUTANT,
    POLICY,
    REFERENCE,
    Trajectory,
    trajectories,
)
from codeeval_gym.trainers.dqn.updates import SUMS, Objective, Updated, Updater
from codeeval_gym.trainers.kl import AdaptiveKLController, k1
from codeeval_gym.trainers.optimiser import make_optimizer, set_learning_rates
from codeeval_gym.trainers.rollout import Rollout, Turn
from codeeval_gym.trainers.steps import Stepper

__all__ = ["Learner"]

_ADAPTERS, _HEADS = "adapters.safetensors", "heads.safetensors"


class Learner:
    """Holds what is trained: Q, optimiser, replay; and how programs are written meanwhile.

    Args:
        policy: Its model becomes the reference, and gets the adapters.
        config: All settings.

    Raises:
        ConfigError: If model and settings do not fit together.
        ImportError: If ``peft`` is not installed.
    """

    def __init__(self, policy: LLMAdapter, config: DQNConfig) -> None:
        self.config = config
        self.accelerator = Accelerator(
            mixed_precision=config.mixed_precision,
            # While only V learns, the language model takes no part in the loss.
            kwargs_handlers=[DistributedDataParallelKwargs(find_unused_parameters=True)],
        )
        self.q_model = QModel(
            policy.model.to(self.accelerator.device),
            tau=config.tau,
            temperature=config.temperature,
            candidates=config.candidates,
            rank=config.rank,
            detach_value=config.detach_value,
            seed=config.seed,
        )
        self.groups = config.programs if config.level == "program" else 0
        self.prepared, self.optimizer = self.accelerator.prepare(
            self.q_model,
            make_optimizer(
                self.q_model.adapted.online().values(),
                self.q_model.heads[ONLINE].parameters(),
                config.weight_decay,
            ),
        )
        self.replay = Replay(config.replay_capacity, config.priority_exponent)
        self.kl = AdaptiveKLController(config.kl_coeff, config.kl_target, config.kl_horizon)
        self.explorer = Explorer(policy, self.q_model, config.branch_share, self.groups)
        self.steps = 0
        exact = config.mixed_precision == "no"
        self.noise = checks.FP32_NOISE if exact else checks.BF16_NOISE

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        """One iteration of DQN.

        Args:
            rollout: What this process collected.
            iteration: Counted from 0.
            lr_scale: Multiplies all learning rates.

        Returns:
            Metrics by name, as documented in ``docs/dqn.md``.

        Raises:
            TrainingError: If a check fails. The step that it failed in was not made.
        """
        started = time.perf_counter()
        metrics = self._keep(rollout, iteration)
        scored = time.perf_counter()
        set_learning_rates(self.optimizer, self.config, lr_scale)
        metrics["optimiser/learning_rate"] = lr_scale * self.config.learning_rate
        metrics["kl/coeff"] = self.kl.coefficient
        metrics |= self.update(iteration)
        self.kl.update(metrics["kl/reference"], self.config.episodes_per_iteration)
        metrics["time/score"] = scored - started
        metrics["time/update"] = time.perf_counter() - scored
        return metrics

    def write(self, folder: Path, policy: LLMAdapter) -> dict[str, Any]:
        """Write the policy, and what it is made of; see :mod:`codeeval_gym.trainers.checkpoint`.

        policy/               softmax(Q/τ) as an ordinary model
        reference/            the frozen language model
        adapters.safetensors  online and target
        heads.safetensors     likewise
        replay.safetensors, replay.json
        """
        adapted = self.q_model.adapted
        for name, model in (("policy", adapted.merged()), ("reference", adapted.plain())):
            model.save_pretrained(folder / name)
            policy.tokenizer.save_pretrained(folder / name)
        save_file(adapted.state(), folder / _ADAPTERS)
        save_file(self.q_model.heads.state_dict(), folder / _HEADS)
        self.replay.write(folder)
        return {"steps": self.steps, "kl_coeff": self.kl.coefficient}

    def read(self, folder: Path, state: Mapping[str, Any]) -> None:
        """Take back adapters, heads, replay, number of steps and KL weight."""
        self.q_model.adapted.set_state(load_file(folder / _ADAPTERS))
        self.q_model.heads.load_state_dict(load_file(folder / _HEADS))
        self.replay.read(folder)
        self.steps = state["steps"]
        self.kl.coefficient = state.get("kl_coeff", self.config.kl_coeff)

    def reduce(self, tensor: Tensor) -> Tensor:
        """Add up over processes."""
        total: Tensor = self.accelerator.reduce(tensor, reduction="sum")
        return total

    # Keep

    def _keep(self, rollout: Rollout, iteration: int) -> dict[str, float]:
        """Check a rollout, put it into the replay, and measure how far the policy has come."""
        turns = rollout.kept()
        checks.check_rewards(turns)
        gap, kl = self._measure(turns, first=iteration == 0)
        new = self.replay.add(
            trajectories(
                turns,
                source=POLICY,
                iteration=iteration,
                truncated=self.config.truncated,
                others=self.explorer.others,
            )
        )
        self.explorer.forget()
        return {"sampling/gap": gap, "kl/reference": kl, "replay/new": float(new)}

    def _measure(self, turns: Sequence[Turn], *, first: bool) -> tuple[float, float]:
        """Distance of sampler and trainer, nats per token; KL to the reference, per program."""
        if self.groups:
            return 0.0, self._choice_kl(turns)
        programs = Programs.join(
            [turn.prompt for turn in turns], [turn.program for turn in turns]
        ).to(self.accelerator.device)
        checks.check_mask(programs, turns)
        online, reference = self._logprobs(programs, ONLINE), self._logprobs(programs, None)
        mask = programs.mask
        if first:
            checks.check_reference(online, reference, mask, self.noise)
        sampled = padded([turn.logprobs for turn in turns], mask)
        # Programs that were branched from are not all of the policy's own choosing.
        branched = self.explorer.branched
        own = [(turn.prompt, turn.program) not in branched for turn in turns]
        plain = mask & torch.tensor(own, device=mask.device)[:, None]
        gap = checks.check_sampling(sampled, online, plain) if plain.any() else 0.0
        moved = torch.where(plain, k1(online, reference), 0.0).sum()
        counts = torch.stack([moved, torch.tensor(float(sum(own)), device=mask.device)])
        total, rows = self.reduce(counts).tolist()
        return gap, total / max(rows, 1.0)

    def _choice_kl(self, turns: Sequence[Turn]) -> float:
        """How far choosing is from choosing blindly, nats per program."""
        prior = float(np.log(self.groups))
        moved = sum(turn.logprobs[-1] + prior for turn in turns)
        counts = torch.tensor([moved, float(len(turns))], device=self.accelerator.device)
        total, rows = self.reduce(counts).tolist()
        return float(total / max(rows, 1.0))

    def _logprobs(self, programs: Programs, adapter: str | None) -> Tensor:
        result = torch.zeros(programs.mask.shape, device=programs.mask.device)
        everything = torch.arange(len(programs), device=programs.mask.device)
        for rows in by_length(everything, programs.lengths, self.config.micro_batch_tokens):
            part = programs.select(rows)
            with self.accelerator.autocast():
                found = self.q_model.token_logprobs(part, adapter)
            result[rows, : part.mask.shape[1]] = found
        return result

    # Update

    def update(self, iteration: int) -> dict[str, float]:
        """Make the steps of an iteration, of what the replay holds.

        Args:
            iteration: Counted from 0.

        Returns:
            Metrics by name.

        Raises:
            TrainingError: If the replay is empty, or loss or gradient is not finite.
        """
        config = self.config
        index, processes = self.accelerator.process_index, self.accelerator.num_processes
        chance = np.random.default_rng([config.seed, iteration, index])
        updater = self._updater()
        made: list[Updated] = []
        drawn: list[Trajectory] = []
        for _ in range(config.updates_per_iteration):
            episodes = self.replay.sample(
                max(1, config.batch_episodes // processes), config.solved_share, chance
            )
            weights = [self._conservative_weight(episode) for episode in episodes]
            train_policy = iteration >= config.value_warmup_iterations
            with self.accelerator.autocast():
                made.append(updater.step(episodes, weights, train_policy=train_policy))
            self.replay.prioritise(episodes, made[-1].errors)
            drawn += episodes
            self.steps += 1
            self._follow()
        return _metrics(made) | self._replay_metrics(drawn, iteration)

    def _updater(self) -> Updater:
        config = self.config
        return Updater(
            Stepper(self.accelerator, self.prepared, self.optimizer, config.max_grad_norm),
            self.q_model,
            Objective(
                returns=config.returns,
                reach=Reach(config.gamma, config.trace_decay, config.n_step),
                low=config.reward_low,
                high=config.reward_high,
                huber=config.huber,
                policy_coeff=config.policy_coeff,
                policy_probability_weight=config.policy_probability_weight,
                negative_weight=config.negative_weight,
                probability_weight=config.probability_weight,
                kl_coeff=self.kl.coefficient,
            ),
            groups=self.groups,
            micro_batch_tokens=config.micro_batch_tokens,
        )

    def _follow(self) -> None:
        if self.config.target_update == "polyak":
            self.q_model.follow(self.config.polyak)
        elif self.steps % self.config.target_every == 0:
            self.q_model.follow(1.0)

    def _conservative_weight(self, episode: Trajectory) -> float:
        config = self.config
        if episode.source == POLICY:
            return config.conservative_solved if episode.solved else config.conservative_failed
        return {
            REFERENCE: config.conservative_reference,
            MUTANT: config.conservative_mutant,
        }[episode.source]

    def _replay_metrics(self, drawn: Sequence[Trajectory], iteration: int) -> dict[str, float]:
        own = [iteration - episode.born for episode in drawn if episode.source == POLICY]
        return {
            "replay/episodes": float(len(self.replay)),
            "replay/age": sum(own) / max(len(own), 1),
            "replay/oldest": float(max(own, default=0)),
            "replay/solved": sum(episode.solved for episode in drawn) / len(drawn),
            "replay/policy": len(own) / len(drawn),
        }


def _metrics(made: Sequence[Updated]) -> dict[str, float]:
    means = torch.stack([step.sums for step in made]).mean(dim=0).tolist()
    part = dict(zip(SUMS, means, strict=True))
    return {
        "td/loss": part["td_loss"],
        "td/error": part["td_error"],
        "conservative/loss": part["conservative_loss"],
        "kl/candidates": part["kl"],
        "q/mean": part["q"],
        "q/low": min(step.q_low for step in made),
        "q/high": max(step.q_high for step in made),
        "q/overestimation": part["gap"],
        "target/mean": part["target"],
        "target/clipped": part["clipped"],
        "replay/drift": part["drift"] / max(part["known"], 1e-9),
        "replay/stale": part["stale"] / max(part["known"], 1e-9),
        "policy/greedy": part["greedy"],
        "policy/entropy": part["entropy"],
        "optimiser/grad_norm": sum(step.grad_norm for step in made) / len(made),
        "optimiser/steps": float(len(made)),
    }
