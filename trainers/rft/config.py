"""Everything that rejection-sampling fine-tuning can be told."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from codeeval_gym.trainers.config import INFINITE
from codeeval_gym.trainers.likelihood_config import ImitationConfig

__all__ = ["RFTConfig"]


@dataclass(frozen=True)
class RFTConfig(ImitationConfig):
    """Settings of :class:`~codeeval_gym.trainers.RFTTrainer`. Every choice: ``docs/rft.md``.

    ``group_size`` is the number of programs that each challenge is given. The defaults suit
    fine-tuning a model from a hub; :meth:`for_tiny` those of ``builtin:tiny``. What is not here is
    in :class:`~codeeval_gym.trainers.likelihood_config.ImitationConfig` and
    :class:`~codeeval_gym.trainers.config.RunConfig`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        **ImitationConfig.CHOICES,
        "select": ("accepted", "best"),
        "base": ("current", "start"),
    }
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **ImitationConfig.RANGES,
        "min_reward": (0, 1),
        "per_challenge": (1, INFINITE),
        "window": (1, INFINITE),
    }

    group_size: int = 4
    """Programs sampled for each challenge: the n of best-of-n."""
    select: str = "accepted"
    """What is learnt from: programs that the sandbox ``accepted``, drawn evenly; or the ``best``
    paid ones, whatever their verdict, that earned at least ``min_reward``."""
    min_reward: float = 0.5
    """Least reward with ``select="best"``."""
    per_challenge: int = 4
    """Programs of a challenge that are learnt from in an iteration, at most; all are different."""
    base: str = "current"
    """What each iteration fine-tunes: the ``current`` policy (expert iteration), or the weights at
    the ``start`` of the run, from which every iteration sets out anew."""
    window: int = 1
    """Iterations whose programs are learnt from, this one included."""

    @classmethod
    def for_tiny(cls, **changes: Any) -> "RFTConfig":
        """Settings for ``builtin:tiny``, all weights trained, on two cores. Why: ``docs/rft.md``.

        Args:
            **changes: Fields to set otherwise.
        """
        return replace(
            cls(
                max_new_tokens=128,
                learning_rate=2e-4,
                gain_learning_rate=1e-2,
                lr_schedule="linear",
                epochs=2,
                batch_programs=16,
                probability_weight=1.0,
            ),
            **changes,
        )
