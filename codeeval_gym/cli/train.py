"""``codeeval-gym train``: a trainer, an environment, and a run folder."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gymnasium as gym
import yaml

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import launch_config, trainer_class
from codeeval_gym.trainers.checkpoint import find_checkpoint, read_state
from codeeval_gym.trainers.config import read_value, read_yaml
from codeeval_gym.trainers.tracker import read_metrics

__all__ = ["TrainRequest", "print_launch_config", "run_train"]

TOLD = "environment.yaml"
"""In the run folder: what a new run was told of policy and environment, for resuming it."""
DEFAULTS: dict[str, str] = {
    "policy": "builtin:tiny",
    "challenges": "builtin",
    "split": "train",
    "env": "CodeEval-Python-v0",
    "reward": "default",
    "sampler": "uniform",
    "sandbox": "nsjail",
}


@dataclass(frozen=True)
class TrainRequest:
    """What the command line asked for.

    Of policy and environment ``None`` means what the run that is resumed was told, and, of a new
    one, :data:`DEFAULTS`.
    """

    policy: str | None = None
    """``builtin:tiny``, a folder or a hub id."""
    challenges: str | None = None
    """As :func:`codeeval_gym.challenges.load` takes it."""
    split: str | None = None
    """``train``, ``validation`` or ``test``."""
    env: str | None = None
    """Environment id."""
    reward: str | None = None
    """As :func:`codeeval_gym.rewards.make` takes it."""
    sampler: str | None = None
    """Name of what decides which challenge comes next."""
    sandbox: str | None = None
    """Name of the sandbox's backend."""
    algorithm: str | None = None
    """Name of a trainer; ``None`` means ``ppo``, or that of the run that is resumed."""
    config: Path | None = None
    """YAML with the trainer's settings; ``None`` means those that suit the policy."""
    settings: Sequence[str] = ()
    """``field=value``, each in place of what the YAML says."""
    episodes: int | None = None
    """Stop after so many; ``None`` means no bound."""
    seconds: float | None = None
    """Stop after so long; ``None`` means no bound."""
    run_folder: Path | None = None
    """Where the run is written; ``None`` means the trainer's choice, or where it was."""
    resume: Path | None = None
    """A run folder or checkpoint to go on from; ``None`` starts anew."""
    seed: int | None = None
    """``None`` means the configuration's."""


def print_launch_config(name: str) -> None:
    """Print where a configuration of ``accelerate launch`` lies.

    Args:
        name: Its name.

    Raises:
        UnknownNameError: If there is none of that name.
    """
    print(launch_config(name))


def run_train(request: TrainRequest) -> None:
    """Train until a bound is reached; say where the run lies.

    Args:
        request: What to train, on what, and for how long.

    Raises:
        ConfigError: If settings cannot be, or contradict each other.
        UnknownNameError: If the trainer, policy, challenges or sampler are not known.
        SandboxUnavailable: If this machine cannot isolate.
        SystemExit: After a signal; a checkpoint has been written.
    """
    if request.episodes is None and request.seconds is None:
        raise ConfigError("Say when to stop: --episodes, --seconds, or both.")
    checkpoint = None if request.resume is None else find_checkpoint(request.resume).resolve()
    kind = trainer_class(_algorithm(request, checkpoint))
    told = DEFAULTS | _told_before(checkpoint) | _told_now(request)
    changes = _changes(request)
    if checkpoint is not None:
        config = kind.config_type.from_yaml(checkpoint / "config.yaml").changed(changes)
    else:
        config = _beginning(kind, told["policy"], request).changed(changes)
    env = _environment(told, config)
    try:
        if checkpoint is not None:
            trainer = kind.load(checkpoint, env=env, changes=changes)
        else:
            trainer = kind(LLMAdapter(told["policy"]), env, config)
        main = bool(trainer.learner.accelerator.is_main_process)
        if main and (checkpoint is not None or not read_metrics(trainer.run_folder)):
            _write_down(told, trainer.run_folder)
        trainer.learn(request.episodes, max_seconds=request.seconds)
    finally:
        env.close()
    if main:
        print(f"The run is in {trainer.run_folder}.")


def _algorithm(request: TrainRequest, checkpoint: Path | None) -> str:
    before = None if checkpoint is None else read_state(checkpoint).get("algorithm")
    if before and request.algorithm not in (None, before):
        raise ConfigError(
            f"The run in {str(request.resume)!r} is one of {before!r}, and cannot go on as "
            f"{request.algorithm!r}. Leave --algorithm out."
        )
    return before or request.algorithm or "ppo"


def _told_before(checkpoint: Path | None) -> dict[str, str]:
    """What the run that is resumed was told; nothing if it was not made by this command."""
    path = None if checkpoint is None else checkpoint.parent.parent / TOLD
    if path is None or not path.is_file():
        return {}
    return {name: str(value) for name, value in read_yaml(path).items() if name in DEFAULTS}


def _told_now(request: TrainRequest) -> dict[str, str]:
    asked = {name: getattr(request, name) for name in DEFAULTS}
    return {name: value for name, value in asked.items() if value is not None}


def _write_down(told: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TOLD).write_text(yaml.safe_dump(dict(told), sort_keys=False), encoding="utf-8")


def _beginning(kind: Any, policy: str, request: TrainRequest) -> Any:
    """The settings before any that are named; a file means the defaults and what it says."""
    if policy == "builtin:tiny" and request.config is None:
        return getattr(kind.config_type, "for_tiny", kind.config_type)()
    return kind.config_type()


def _changes(request: TrainRequest) -> dict[str, Any]:
    """What file and options say of single settings; the options count."""
    changes = {} if request.config is None else read_yaml(request.config)
    for setting in request.settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise ConfigError(f"Expected --set FIELD=VALUE, not {setting!r}.")
        changes[name.strip()] = read_value(value, f"The value of {setting!r}")
    if request.seed is not None:
        changes["seed"] = request.seed
    if request.run_folder is not None:
        changes["run_folder"] = str(request.run_folder)
    return changes


def _environment(told: Mapping[str, str], config: Any) -> Any:
    processes = int(os.environ.get("WORLD_SIZE", "1"))  # as launchers set it
    slots = config.num_envs or max(1, config.episodes_per_iteration // processes)
    try:
        return gym.make_vec(
            told["env"],
            num_envs=slots,
            challenges=told["challenges"],
            split=told["split"],
            reward=told["reward"],
            sampler=told["sampler"],
            sandbox=told["sandbox"],
        )
    except gym.error.UnregisteredEnv as error:
        known = sorted(name for name in gym.registry if name.startswith("CodeEval-"))
        raise ConfigError(f"{error} Known here: {', '.join(known)}.") from error
