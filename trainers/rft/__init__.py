"""Rejection-sampling fine-tuning on the policy's own verified programs.

Importing this imports no torch; the trainer does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.trainers.rft.config import RFTConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.rft.trainer import RFTTrainer

__all__ = ["RFTConfig", "RFTTrainer"]


def __getattr__(name: str) -> Any:
    if name == "RFTTrainer":
        from codeeval_gym.trainers.rft.trainer import RFTTrainer

        return RFTTrainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
