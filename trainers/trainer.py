"""The loop of every trainer: collect, learn, write down, repeat."""

import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import gymnasium as gym
import numpy as np
import torch
from accelerate.utils import broadcast_object_list, gather_object
from gymnasium.vector import VectorEnv

from codeeval_gym.errors import ConfigError, RewardError, TrainingError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import checkpoint
from codeeval_gym.trainers.bounds import Bounds, Counters
from codeeval_gym.trainers.checks import check_infra
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.curricula import curriculum_state, held, restore_curriculum
from codeeval_gym.trainers.curve import draw_learning_curve
from codeeval_gym.trainers.interrupts import Interrupted, Interrupts
from codeeval_gym.trainers.memory import COLLECTING, LEARNING, out_of_memory, too_little_memory
from codeeval_gym.trainers.metrics import means, tally
from codeeval_gym.trainers.recomputing import recompute_layers
from codeeval_gym.trainers.report import Report
from codeeval_gym.trainers.reporting import check_trackers
from codeeval_gym.trainers.retention import drop_after, retain
from codeeval_gym.trainers.rights import require_train_allowed
from codeeval_gym.trainers.rollout import Generate, Rollout, Sampling, collect
from codeeval_gym.trainers.sharding import mirror_of
from codeeval_gym.trainers.slots import open_slots
from codeeval_gym.trainers.tracker import read_metrics, with_record

__all__ = ["Callback", "Environment", "Learner", "Trainer"]

Callback = Callable[[Mapping[str, float]], bool | None]
"""Called with the metrics of each iteration; returning False ends training."""

Environment = str | gym.Env[Any, Any] | VectorEnv[Any, Any, Any]


class Learner(checkpoint.Learning, Protocol):
    """What a trainer needs of an algorithm."""

    accelerator: Any
    """Knows the devices and processes."""

    def learn(self, rollout: Rollout, iteration: int, lr_scale: float) -> dict[str, float]:
        """Learn from what this process collected.

        Args:
            rollout: What it collected.
            iteration: Counted from 0.
            lr_scale: Multiplies the learning rates.

        Returns:
            Metrics by name; ``kl/reference`` among them if there is a reference.
        """


AnyConfig = TypeVar("AnyConfig", bound=RunConfig)
AnyLearner = TypeVar("AnyLearner", bound=Learner)


class Trainer(ABC, Generic[AnyConfig, AnyLearner]):
    """Collects with a policy, lets a learner improve it, and writes the run folder.

    A subclass names its algorithm, makes its learner, and says how it is read again.

    Args:
        policy: The language model, trained in place.
        env: An id, an environment, or a vector environment.
        config: Settings.
        learner: The algorithm.

    Raises:
        ConfigError: If environment and settings do not fit together.
        ChallengeError: If the environment holds a challenge that may not be trained on.
    """

    algorithm: ClassVar[str]
    """Its name, as in the names of run folders."""
    config_type: ClassVar[type[RunConfig]]
    """The class of its settings."""

    def __init__(
        self, policy: LLMAdapter, env: Environment, config: AnyConfig, learner: AnyLearner
    ) -> None:
        folder = f"runs/{self.algorithm}-{time.strftime('%Y%m%d-%H%M%S')}"
        self.config = config if config.run_folder else replace(config, run_folder=folder)
        self.policy = policy
        self.learner = learner
        self._mirror = mirror_of(learner)
        if config.gradient_checkpointing:
            recompute_layers(policy.model)
            if self._mirror is not None:
                recompute_layers(self._mirror.language_model)
        self.counters = Counters()
        self._saved: int | None = None  # the last iteration after which a checkpoint was written
        self._drawn: int | None = None  # likewise the learning curve
        check_trackers(config.trackers)
        episodes = self._episodes_here()
        self.slots = open_slots(env, self.config.num_envs or episodes)
        self._check_rights()
        if episodes % self.slots.count:
            raise ConfigError(
                f"{episodes} episodes an iteration cannot be played in {self.slots.count} slots: "
                "episodes_per_iteration must be a multiple of the environment's slots (and of "
                "the processes)."
            )

    @classmethod
    @abstractmethod
    def read(
        cls, folder: Path, env: Environment, config: AnyConfig, device: str | torch.device
    ) -> Self:
        """Make the trainer of the models in a checkpoint.

        Args:
            folder: The checkpoint.
            env: As for a new trainer.
            config: Its settings.
            device: Where the models go.
        """

    @property
    def generate(self) -> Generate:
        """What writes programs while collecting."""
        return self.policy.generate

    def begin(self, interrupts: Interrupts) -> None:
        """Do what is to be done once, before the first iteration of a run; nothing by default.

        Args:
            interrupts: To be polled now and then if that takes long.
        """

    def _check_rights(self) -> None:
        try:
            require_train_allowed(self.slots.env)
        except BaseException:
            self.slots.close()
            raise

    def _episodes_here(self) -> int:
        """Episodes that this process plays in an iteration; groups are not torn apart."""
        config, processes = self.config, int(self.learner.accelerator.num_processes)
        groups, rest = divmod(config.episodes_per_iteration, config.group_size * processes)
        if rest:
            raise ConfigError(
                f"{config.episodes_per_iteration} episodes in groups of {config.group_size} "
                f"cannot be shared out to {processes} processes. Change episodes_per_iteration."
            )
        return groups * config.group_size

    @property
    def run_folder(self) -> Path:
        """Where the run is written."""
        return self.config.folder

    # Learn

    def learn(
        self,
        total_episodes: int | None = None,
        callback: Callback | None = None,
        *,
        max_seconds: float | None = None,
        progress: bool = True,
    ) -> Self:
        """Train until so many episodes have been played or so much time has passed.

        Both count from the very beginning of the run, resumed or not, and are looked at between
        iterations. What the run folder holds of later iterations than this trainer has completed,
        checkpoints included, is removed: they are played again.

        On SIGINT or SIGTERM the iteration that is being collected is dropped (one that is being
        learnt from is finished), a checkpoint is written, and the process exits with 130 or 143;
        the second signal ends it at once.

        Args:
            total_episodes: ``None`` means no bound.
            callback: Called after each iteration with its metrics; returning False ends training.
            max_seconds: Wall time of training; ``None`` means no bound.
            progress: True means that progress is shown on standard error.

        Returns:
            The trainer.

        Raises:
            ConfigError: If neither bound is given, one is negative, or the run folder holds
                another run.
            TrainingError: If a check finds that training would go wrong, or memory runs out.
            UnknownNameError: If ``keep_best`` names a metric that there is not.
            RewardError: If a reward term fails; the evaluation is then in ``failed.jsonl``.
            SystemExit: After a signal.
        """
        bounds = Bounds(total_episodes, max_seconds)
        bounds.check()
        report = Report(
            bounds, self.config, self.counters, is_main=self._is_main, progress=progress
        )
        try:
            with report, Interrupts() as interrupts:
                self._loop(report, callback, interrupts)
        except Interrupted as interrupted:
            self._say_how_to_resume(interrupted)
            raise SystemExit(128 + interrupted.number) from None
        return self

    def _loop(self, report: Report, callback: Callback | None, interrupts: Interrupts) -> None:
        if self._is_main:
            self.config.to_yaml(self.run_folder / "config.yaml")
            drop_after(self.run_folder, self.counters.iterations)
        if not self.counters.iterations:
            self.begin(interrupts)
        going = True
        while going and not report.bounds.reached(self.counters):
            started = time.perf_counter()
            rollout = self._collect(interrupts)
            metrics = self._improve(rollout, self._lr_scale(report.bounds))
            row = self._count(rollout, time.perf_counter() - started) | metrics
            report.add(row, rollout, self.counters)
            going = callback is None or callback(row) is not False
            if self.counters.iterations % self.config.checkpoint_every == 0:
                report.sync()
                self._checkpoint()
        report.sync()
        self._checkpoint()
        # Whoever loads it next may be another process than the one that wrote it.
        self.learner.accelerator.wait_for_everyone()

    def _improve(self, rollout: Rollout, lr_scale: float) -> dict[str, float]:
        try:
            metrics = self.learner.learn(rollout, self.counters.iterations, lr_scale)
            if self._mirror is not None:
                self._mirror.take()
            return metrics
        except Exception as error:
            if out_of_memory(error):
                raise self._out_of_memory(error, LEARNING) from error
            raise

    def _collect(self, interrupts: Interrupts) -> Rollout:
        """Collect an iteration; should that fail, leave a checkpoint of where training was."""
        iteration, config = self.counters.iterations, self.config
        accelerator = self.learner.accelerator
        chance = np.random.SeedSequence([config.seed, iteration])
        noise = chance.generate_state(accelerator.num_processes)[accelerator.process_index]
        try:
            self._agree_to_stop(interrupts)
            self.policy.refresh()
            with held(self.slots.env):  # or a group of equal seeds might get several challenges
                rollout = self.play(
                    self._seeds(chance.spawn(1)[0]),
                    torch.Generator().manual_seed(int(noise)),
                    # A process that stopped by itself would leave the others waiting for it.
                    interrupts.poll if accelerator.num_processes == 1 else _go_on,
                )
            rollout = replace(rollout, iteration=iteration)
            check_infra(rollout, config.max_infra_share)
        except Exception as error:
            if out_of_memory(error):
                raise self._out_of_memory(error, COLLECTING) from error
            # Shards can be saved only by all processes together, as after a signal.
            if self._mirror is None or isinstance(error, Interrupted):
                self._checkpoint()
            if isinstance(error, RewardError):
                raise with_record(error, self.run_folder) from error
            raise
        return rollout

    def play(
        self, seeds: Sequence[int], generator: torch.Generator, poll: Callable[[], None]
    ) -> Rollout:
        """Play an episode for each seed; with the policy's programs, unless a subclass has others.

        Args:
            seeds: Equal ones are a group.
            generator: The only source of chance.
            poll: Called now and then; what it raises ends the collection.
        """
        return collect(
            self.policy,
            self.slots,
            seeds,
            Sampling(self.config.max_new_tokens, self.config.temperature),
            generator=generator,
            generate=self.generate,
            poll=poll,
            overlap=self.config.overlap,
        )

    def _seeds(self, chance: np.random.SeedSequence) -> list[int]:
        """A seed for each episode of this process; those of a group are equal."""
        size = self.config.group_size
        groups = self.config.episodes_per_iteration // size
        seeds: list[int] = np.repeat(chance.generate_state(groups), size).tolist()
        first = self.learner.accelerator.process_index * self._episodes_here()
        return seeds[first : first + self._episodes_here()]

    def _lr_scale(self, bounds: Bounds) -> float:
        rising = self.config.lr_warmup_iterations
        scale = min(1.0, (self.counters.iterations + 1) / rising) if rising else 1.0
        if self.config.lr_schedule == "linear":
            scale *= 1.0 - bounds.share(self.counters)
        return scale

    def _count(self, rollout: Rollout, seconds: float) -> dict[str, float]:
        """Advance the counters; the figures of an iteration that need no tensor."""
        # One clock for all processes, or they would not stop at the same iteration.
        seconds = broadcast_object_list([seconds])[0]
        done, episodes = self.counters, self.config.episodes_per_iteration
        self.counters = Counters(
            done.iterations + 1, done.episodes + episodes, done.seconds + seconds
        )
        return {
            "iteration": self.counters.iterations,
            "episodes": self.counters.episodes,
            "seconds": self.counters.seconds,
            **means(gather_object([tally(rollout)])),
            "programs_per_second": sum(gather_object([len(rollout.turns)])) / seconds,
            "time/generate": rollout.generate_seconds,
            "time/judge": rollout.judge_seconds,
        }

    # Stop, save, load

    @property
    def _is_main(self) -> bool:
        return bool(self.learner.accelerator.is_main_process)

    def _agree_to_stop(self, interrupts: Interrupts) -> None:
        """One process may have been signalled before the others."""
        agreed = max(gather_object([interrupts.number or 0]))
        if agreed:  # a signal that comes just now is not to be forgotten
            interrupts.number = agreed
        interrupts.poll()

    def _checkpoint(self) -> None:
        new = self._saved != self.counters.iterations
        if new and (self._is_main or self._mirror is not None):
            self.save(self.run_folder / "checkpoints" / f"{self.counters.iterations:06d}")
            self._saved = self.counters.iterations
        if not self._is_main:
            return
        rows = read_metrics(self.run_folder)
        if new:
            retain(self.run_folder, self.config.keep_checkpoints, rows, self.config.keep_best)
        if self._drawn != self.counters.iterations:
            draw_learning_curve(rows, self.run_folder)
            self._drawn = self.counters.iterations

    def _out_of_memory(self, error: Exception, doing: str) -> TrainingError:
        """Write a checkpoint if there is still room for one; the error to raise."""
        self.learner.optimizer.zero_grad()  # of half a step
        # One process alone cannot save shards.
        save = self._checkpoint if self._mirror is None else None
        return too_little_memory(error, doing, self.config, self.counters.iterations, save)

    def _say_how_to_resume(self, interrupted: Interrupted) -> None:
        if self._is_main:
            print(
                f"\nStopped by {interrupted} after {self.counters.iterations} iterations; a "
                f"checkpoint is in {self.run_folder}.\nResume: "
                f"{type(self).__name__}.load({str(self.run_folder)!r}, env=...).learn(...), or "
                f"codeeval-gym train --resume {self.run_folder}",
                file=sys.stderr,
            )

    def save(self, folder: str | Path) -> None:
        """Write a checkpoint that :meth:`load` goes on from, exactly.

        Its ``policy`` folder is an ordinary transformers checkpoint. With weights in shards over
        several processes each of them must call this, and the main one writes.

        Args:
            folder: Where; a checkpoint that is there already is replaced.
        """
        target = Path(folder).resolve()
        optimizer = None if self._mirror is None else self._mirror.optimizer_state()
        if self._is_main:
            checkpoint.save_checkpoint(
                target,
                self.policy,
                self.learner,
                self.config,
                self.counters,
                curriculum_state(self.slots.env),
                self.algorithm,
                optimizer,
            )
        if self._mirror is not None:
            self.learner.accelerator.wait_for_everyone()
            self._mirror.save(target)

    @classmethod
    def load(
        cls,
        folder: str | Path,
        env: Environment,
        *,
        device: str | torch.device = "auto",
        changes: Mapping[str, Any] | None = None,
    ) -> Self:
        """Go on where a run stopped.

        Args:
            folder: A checkpoint, e.g. the ``best`` of a run; or a run folder, whose newest
                checkpoint is taken.
            env: As for a new trainer; made in the same way, or training will not go on as it
                would have without the stop.
            device: Where the models go; ``"auto"`` means a GPU if there is one.
            changes: Settings by name that shall be other than they were. With another
                ``run_folder``, the run that is loaded from stays as it is.

        Raises:
            ConfigError: If there is no checkpoint, or one that this version cannot read, or one of
                another trainer, or of a run on other challenges; or if a setting cannot be, or
                ``changes`` names a ``run_folder`` that holds a run.
        """
        path = checkpoint.find_checkpoint(folder).resolve()
        config: Any = checkpoint.read_config(path, cls.config_type, cls.algorithm, changes or {})
        trainer = cls.read(path, env, config, device)
        trainer.counters = checkpoint.restore(path, trainer.learner, trainer._mirror)
        if path == config.folder.resolve() / "checkpoints" / path.name:
            trainer._saved = trainer.counters.iterations
        restore_curriculum(trainer.slots.env, checkpoint.read_curriculum(path))
        return trainer

    # Use

    def predict(self, observation: Mapping[str, Any], *, deterministic: bool = True) -> str:
        """Write a program.

        Args:
            observation: Of the environment, one episode's.
            deterministic: True takes the likeliest token each time; False samples as in training.
        """
        prompt = self.policy.prompt_from_observation(observation)
        temperature = 0.0 if deterministic else self.config.temperature
        return self.policy.complete(
            [prompt], max_new_tokens=self.config.max_new_tokens, temperature=temperature
        )[0]

    def close(self) -> None:
        """Close the environment if the trainer made it from an id."""
        self.slots.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _go_on() -> None:
    """Never stops."""
