"""Everything that supervised fine-tuning can be told."""

from dataclasses import dataclass, replace
from typing import Any

from codeeval_gym.trainers.likelihood_config import ImitationConfig

__all__ = ["SFTConfig"]


@dataclass(frozen=True)
class SFTConfig(ImitationConfig):
    """Settings of :class:`~codeeval_gym.trainers.SFTTrainer`. Every choice: ``docs/rft.md``.

    An episode is one challenge, and ``episodes_per_iteration`` the number of references that an
    iteration learns from. The defaults suit fine-tuning a model from a hub; :meth:`for_tiny` those
    of ``builtin:tiny``. What is not here is in
    :class:`~codeeval_gym.trainers.likelihood_config.ImitationConfig` and
    :class:`~codeeval_gym.trainers.config.RunConfig`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    def refuse_conflicts(self) -> None:
        """Refuse fields that contradict each other."""
        if self.group_size != 1:
            self.refuse("group_size", "1: a challenge has one reference")
        super().refuse_conflicts()

    @classmethod
    def for_tiny(cls, **changes: Any) -> "SFTConfig":
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
                batch_programs=16,
                probability_weight=1.0,
            ),
            **changes,
        )
