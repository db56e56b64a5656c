"""Trainers: what makes a policy better at its challenges.

Importing this imports no torch; a trainer does, when it is first asked for.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from codeeval_gym.errors import ConfigError
from codeeval_gym.registry import Registry
from codeeval_gym.trainers.dpo.config import DPOConfig
from codeeval_gym.trainers.dqn.config import DQNConfig
from codeeval_gym.trainers.launching import launch_config, launch_configs
from codeeval_gym.trainers.ppo.config import PPOConfig
from codeeval_gym.trainers.rft.config import RFTConfig
from codeeval_gym.trainers.sft.config import SFTConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.dpo.trainer import DPOTrainer
    from codeeval_gym.trainers.dqn.trainer import DQNTrainer
    from codeeval_gym.trainers.ppo.trainer import PPOTrainer
    from codeeval_gym.trainers.rft.trainer import RFTTrainer
    from codeeval_gym.trainers.sft.trainer import SFTTrainer

__all__ = [
    "DPOConfig",
    "DPOTrainer",
    "DQNConfig",
    "DQNTrainer",
    "PPOConfig",
    "PPOTrainer",
    "RFTConfig",
    "RFTTrainer",
    "SFTConfig",
    "SFTTrainer",
    "launch_config",
    "launch_configs",
    "make",
    "trainer_class",
    "trainers",
]

trainers: Registry[Callable[..., Any]] = Registry("trainer", group="codeeval_gym.trainers")
"""Trainers by name. An entry is called as ``entry(policy, env, config)``; that of another package
is best a subclass of :class:`~codeeval_gym.trainers.trainer.Trainer`."""


_TRAINERS = {
    "DPOTrainer": "codeeval_gym.trainers.dpo.trainer",
    "DQNTrainer": "codeeval_gym.trainers.dqn.trainer",
    "PPOTrainer": "codeeval_gym.trainers.ppo.trainer",
    "RFTTrainer": "codeeval_gym.trainers.rft.trainer",
    "SFTTrainer": "codeeval_gym.trainers.sft.trainer",
}
"""Where the classes are that bring torch with them."""


@trainers.register("ppo")
def _ppo(*args: Any, **kwargs: Any) -> "PPOTrainer":
    trainer: PPOTrainer = __getattr__("PPOTrainer")(*args, **kwargs)
    return trainer


@trainers.register("dqn")
def _dqn(*args: Any, **kwargs: Any) -> "DQNTrainer":
    trainer: DQNTrainer = __getattr__("DQNTrainer")(*args, **kwargs)
    return trainer


@trainers.register("sft")
def _sft(*args: Any, **kwargs: Any) -> "SFTTrainer":
    trainer: SFTTrainer = __getattr__("SFTTrainer")(*args, **kwargs)
    return trainer


@trainers.register("rft")
def _rft(*args: Any, **kwargs: Any) -> "RFTTrainer":
    trainer: RFTTrainer = __getattr__("RFTTrainer")(*args, **kwargs)
    return trainer


@trainers.register("dpo")
def _dpo(*args: Any, **kwargs: Any) -> "DPOTrainer":
    trainer: DPOTrainer = __getattr__("DPOTrainer")(*args, **kwargs)
    return trainer


def make(name: str, policy: Any, env: Any, config: Any = None, **options: Any) -> Any:
    """Make a trainer by name.

    Args:
        name: ``"ppo"``, ``"dqn"``, ``"sft"``, ``"rft"``, ``"dpo"``, or what a third party
            registered.
        policy: What is trained, e.g. an :class:`~codeeval_gym.llm.LLMAdapter`.
        env: The id of an environment, an environment, or a vector of them.
        config: The trainer's own settings; ``None`` means its defaults.
        **options: As the trainer takes them.

    Raises:
        UnknownNameError: If there is no such trainer; suggests the nearest.
    """
    return trainers[name](policy, env, config, **options)


def trainer_class(name: str) -> Any:
    """The class behind a name, with its ``config_type`` and ``load``.

    Raises:
        UnknownNameError: If there is no such trainer; suggests the nearest.
        ConfigError: If a third party registered something other than a class.
    """
    entry = trainers[name]
    if isinstance(entry, type):
        return entry
    for known in map(__getattr__, _TRAINERS):
        if known.algorithm == name:
            return known
    raise ConfigError(
        f"The trainer {name!r} is registered as {entry!r}, which is no class. Register a subclass "
        "of codeeval_gym.trainers.trainer.Trainer."
    )


def __getattr__(name: str) -> Any:
    if name in _TRAINERS:
        return getattr(import_module(_TRAINERS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
