"""Everything that DPO can be told."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from codeeval_gym.trainers.config import INFINITE
from codeeval_gym.trainers.likelihood_config import LikelihoodConfig

__all__ = ["DPOConfig"]


@dataclass(frozen=True)
class DPOConfig(LikelihoodConfig):
    """Settings of :class:`~codeeval_gym.trainers.DPOTrainer`. Every choice: ``docs/dpo.md``.

    ``group_size`` is the number of programs that each challenge is given. The defaults suit
    fine-tuning a model from a hub; :meth:`for_tiny` those of ``builtin:tiny``. What is not here is
    in :class:`~codeeval_gym.trainers.likelihood_config.LikelihoodConfig` and
    :class:`~codeeval_gym.trainers.config.RunConfig`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        **LikelihoodConfig.CHOICES,
        "loss": ("sigmoid", "ipo"),
        "verified_by": ("verdict", "mutual"),
        "rejected": ("any", "nearest"),
    }
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **LikelihoodConfig.RANGES,
        "sft_coeff": (0, INFINITE),
        "batch_pairs": (1, INFINITE),
        "correctness_pairs": (0, INFINITE),
        "efficiency_pairs": (0, INFINITE),
        "efficiency_margin": (0, 1),
        "mutual_inputs": (1, INFINITE),
        "mutual_margin": (0, 1),
        "damping": (0, 1),
        "rounds": (1, INFINITE),
    }
    POSITIVE: ClassVar[tuple[str, ...]] = (*LikelihoodConfig.POSITIVE, "beta")

    group_size: int = 8
    """Programs sampled for each challenge."""

    # Loss
    loss: str = "sigmoid"
    """``sigmoid`` (DPO) or ``ipo``."""
    beta: float = 0.1
    """β: how strongly the policy is held to the reference; the larger, the closer."""
    length_normalise: bool = False
    """True means that log-probabilities of programs are divided by their number of tokens."""
    sft_coeff: float = 0.0
    """Weight of the cross-entropy on the chosen programs, per token of each."""
    batch_pairs: int = 32
    """Pairs in an optimiser step, over all processes."""

    # Pairs
    verified_by: str = "verdict"
    """Who says which program of a pair is better: the environment's ``verdict``, or, where no test
    can be trusted, programs and tests made of their answers, each by the ``mutual`` approval of
    the other."""
    correctness_pairs: int = 4
    """Pairs of an accepted and another program of a challenge, at most, in an iteration."""
    rejected: str = "any"
    """Which program an accepted one is set against: ``any``, evenly; or that which is ``nearest``
    to it, by the share of tokens in common."""
    efficiency_pairs: int = 2
    """Pairs of two accepted programs of a challenge, at most, where efficiency is measured."""
    efficiency_margin: float = 0.2
    """Least difference of their scores, 0 to 1."""
    mutual_inputs: int = 8
    """Inputs on which the programs of a challenge are compared with ``verified_by="mutual"``."""
    mutual_margin: float = 0.5
    """Least difference of the scores of a pair, as a share of the best score."""
    damping: float = 0.85
    """d of the mutual scores: how far a round replaces what was thought before it."""
    rounds: int = 10
    """Rounds of the mutual scores."""

    def refuse_conflicts(self) -> None:
        """Refuse fields that contradict each other."""
        if not self.measure_kl:
            self.refuse("measure_kl", "true: the loss of DPO needs the reference")
        if self.group_size < 2:
            self.refuse("group_size", "at least 2: a pair is of one challenge")
        super().refuse_conflicts()

    @classmethod
    def for_tiny(cls, **changes: Any) -> "DPOConfig":
        """Settings for ``builtin:tiny``, all weights trained, on two cores. Why: ``docs/dpo.md``.

        Args:
            **changes: Fields to set otherwise.
        """
        return replace(
            cls(
                max_new_tokens=128,
                learning_rate=2e-4,
                gain_learning_rate=1e-2,
                lr_schedule="linear",
                beta=0.5,
                length_normalise=True,
                sft_coeff=5.0,
                probability_weight=1.0,
                batch_pairs=16,
                correctness_pairs=8,
            ),
            **changes,
        )
