"""What the trainers that learn from verified programs can all be told."""

from dataclasses import dataclass
from typing import ClassVar

from codeeval_gym.trainers.config import INFINITE, RunConfig

__all__ = ["ImitationConfig", "LikelihoodConfig"]


@dataclass(frozen=True)
class LikelihoodConfig(RunConfig):
    """Settings of :class:`~codeeval_gym.trainers.likelihood.LikelihoodTrainer`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **RunConfig.RANGES,
        "epochs": (1, INFINITE),
        "probability_weight": (0, 1),
    }

    epochs: int = 1
    """Passes over what is learnt from in an iteration."""
    probability_weight: float = 0.0
    """From 0 to 1: how far what a token does to the gradient is weighed by its probability, so that
    the steep gradients of unlikely tokens do not drown the rest."""
    measure_kl: bool = True
    """False does without a reference where the loss does not need one, and without
    ``kl/reference``: it saves a copy of the model and a pass over what was collected."""


@dataclass(frozen=True)
class ImitationConfig(LikelihoodConfig):
    """Settings of the trainers that imitate programs: SFT and RFT.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **LikelihoodConfig.RANGES,
        "batch_programs": (1, INFINITE),
    }

    batch_programs: int = 32
    """Programs in an optimiser step, over all processes."""
