"""``codeeval-gym train``: a trainer, an environment, and a run folder."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gymnasium as gym

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.trainers import PPOConfig, PPOTrainer

__all__ = ["TrainRequest", "run_train"]


@dataclass(frozen=True)
class TrainRequest:
    """What the command line asked for."""

    policy: str
    """``builtin:tiny``, a folder or a hub id."""
    challenges: str
    """As :func:`codeeval_gym.challenges.load` takes it."""
    split: str
    """``train``, ``validation`` or ``test``."""
    algorithm: str
    """Name of a trainer."""
    env: str
    """Environment id."""
    reward: str
    """As :func:`codeeval_gym.rewards.make` takes it."""
    sampler: str
    """Name of what decides which challenge comes next."""
    config: Path | None
    """YAML with the trainer's settings; ``None`` means those that suit the policy."""
    episodes: int | None
    """Stop after so many; ``None`` means no bound."""
    seconds: float | None
    """Stop after so long; ``None`` means no bound."""
    run_folder: Path | None
    """Where the run is written; ``None`` means the trainer's choice."""
    resume: Path | None
    """A run folder or checkpoint to go on from; ``None`` starts anew."""
    seed: int | None
    """``None`` means the configuration's."""


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
    if request.algorithm != "ppo":
        raise UnknownNameError("trainer", request.algorithm, ["ppo"])
    if request.episodes is None and request.seconds is None:
        raise ConfigError("Say when to stop: --episodes, --seconds, or both.")
    config = _config(request)
    env = gym.make_vec(
        request.env,
        num_envs=config.num_envs or config.episodes_per_iteration,
        challenges=request.challenges,
        split=request.split,
        reward=request.reward,
        sampler=request.sampler,
    )
    try:
        trainer = _trainer(request, env, config)
        trainer.learn(request.episodes, max_seconds=request.seconds)
    finally:
        env.close()
    print(f"The run is in {trainer.run_folder}.")


def _trainer(request: TrainRequest, env: Any, config: PPOConfig) -> PPOTrainer:
    if request.resume is not None:
        return PPOTrainer.load(request.resume, env=env)
    return PPOTrainer(LLMAdapter(request.policy), env, config)


def _config(request: TrainRequest) -> PPOConfig:
    if request.config is not None:
        config = PPOConfig.from_yaml(request.config)
    elif request.policy == "builtin:tiny":
        config = PPOConfig.for_tiny()
    else:
        config = PPOConfig()
    if request.seed is not None:
        config = replace(config, seed=request.seed)
    if request.run_folder is not None:
        config = replace(config, run_folder=str(request.run_folder))
    return config
