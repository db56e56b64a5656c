"""Direct preference optimisation on pairs verified by execution.

Importing this imports no torch; the trainer does, when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from codeeval_gym.trainers.dpo.config import DPOConfig

if TYPE_CHECKING:
    from codeeval_gym.trainers.dpo.trainer import DPOTrainer

__all__ = ["DPOConfig", "DPOTrainer"]


def __getattr__(name: str) -> Any:
    if name == "DPOTrainer":
        from codeeval_gym.trainers.dpo.trainer import DPOTrainer

        return DPOTrainer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
