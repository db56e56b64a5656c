"""Supervised fine-tuning on reference programs.

Importing this imports no torch; the trainer does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.trainers.sft.config import SFTConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.sft.trainer import SFTTrainer

__all__ = ["SFTConfig", "SFTTrainer"]


def __getattr__(name: str) -> Any:
    if name == "SFTTrainer":
        from codeeval_gym.trainers.sft.trainer import SFTTrainer

        return SFTTrainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
