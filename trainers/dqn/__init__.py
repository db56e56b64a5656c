"""Deep Q-learning for language models that write programs.

Importing this imports no torch; the trainer does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.trainers.dqn.config import DQNConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.dqn.trainer import DQNTrainer

__all__ = ["DQNConfig", "DQNTrainer"]


def __getattr__(name: str) -> Any:
    if name == "DQNTrainer":
        from codeeval_gym.trainers.dqn.trainer import DQNTrainer

        return DQNTrainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
