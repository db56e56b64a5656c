"""Proximal policy optimisation for language models that write programs.

Importing this imports no torch; the trainer does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.trainers.ppo.config import PPOConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.ppo.trainer import PPOTrainer

__all__ = ["PPOConfig", "PPOTrainer"]


def __getattr__(name: str) -> Any:
    if name == "PPOTrainer":
        from codeeval_gym.trainers.ppo.trainer import PPOTrainer

        return PPOTrainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
