"""Everything that DQN can be told."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from codeeval_gym.trainers.config import INFINITE, RunConfig

__all__ = ["DQNConfig"]


@dataclass(frozen=True)
class DQNConfig(RunConfig):
    """Settings of :class:`~codeeval_gym.trainers.DQNTrainer`. Every choice: ``docs/dqn.md``.

    The defaults suit fine-tuning a model from a hub; :meth:`for_tiny` those of ``builtin:tiny``.
    What is not here is in :class:`~codeeval_gym.trainers.config.RunConfig`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        **RunConfig.CHOICES,
        "level": ("token", "program"),
        "returns": ("n_step", "peng", "watkins", "retrace"),
        "target_update": ("polyak", "hard"),
    }
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **RunConfig.RANGES,
        "gamma": (0, 1),
        "trace_decay": (0, 1),
        "polyak": (0, 1),
        "branch_share": (0, 1),
        "solved_share": (0, 1),
        "probability_weight": (0, 1),
        "policy_coeff": (0, INFINITE),
        "policy_probability_weight": (0, 1),
        "negative_weight": (0, INFINITE),
        "priority_exponent": (0, INFINITE),
        "conservative_reference": (0, INFINITE),
        "conservative_mutant": (0, INFINITE),
        "conservative_solved": (0, INFINITE),
        "conservative_failed": (0, INFINITE),
        "kl_coeff": (0, INFINITE),
        "value_warmup_iterations": (0, INFINITE),
        "seed_challenges": (0, INFINITE),
        "seed_mutants": (0, INFINITE),
        "rank": (1, INFINITE),
        "candidates": (1, INFINITE),
        "programs": (2, INFINITE),
        "n_step": (1, INFINITE),
        "target_every": (1, INFINITE),
        "replay_capacity": (1, INFINITE),
        "updates_per_iteration": (1, INFINITE),
        "batch_episodes": (1, INFINITE),
    }
    POSITIVE: ClassVar[tuple[str, ...]] = (
        *RunConfig.POSITIVE,
        "tau",
        "huber",
        "kl_target",
        "kl_horizon",
    )

    # Q
    level: str = "token"
    """What an action is: the next ``token``, or one of several whole ``program`` texts."""
    tau: float = 0.05
    """τ of Q = V + τ·log π + Δ: what a nat of the language model's is worth, in reward."""
    candidates: int = 32
    """Likeliest tokens of the reference among which the best next one is looked for."""
    programs: int = 4
    """Whole programs among which one is chosen, with ``level="program"``."""
    rank: int = 16
    """Of the adapter (LoRA) on the linear layers; norms have gains of their own."""
    detach_value: bool = False
    """True means that V learns on the language model's features and does not change them."""

    # Targets
    returns: str = "watkins"
    """How rewards reach back: ``n_step``, or λ-returns whose trace is never cut (``peng``), cut
    where the action was not the best (``watkins``), or faded by π/μ (``retrace``)."""
    trace_decay: float = 0.95
    """λ, 0 to 1; not used by ``n_step``."""
    n_step: int = 16
    """Decisions before a target bootstraps; used by ``n_step`` alone."""
    gamma: float = 1.0
    """Discount per decision; below 1 it pays for short programs."""
    reward_low: float = 0.0
    """Targets are clipped from below at the least return that can be."""
    reward_high: float = 1.0
    """And from above at the greatest."""
    target_update: str = "polyak"
    """How the target follows: ``polyak`` after every step, or ``hard`` copies."""
    polyak: float = 0.05
    """Share of the way that the target goes at each step."""
    target_every: int = 50
    """Steps between hard copies."""

    # Loss
    huber: float = 1.0
    """Error from which the loss is linear."""
    policy_coeff: float = 1.0
    """Multiplies what the error of Q asks of τ·log π, and not what it asks of V; 1/τ makes the
    push on log π as large as the error."""
    policy_probability_weight: float = 0.0
    """From 0 to 1: how far that push is weighed by the probability of its token."""
    negative_weight: float = 1.0
    """Multiplies that push where Q is above its target. Below 1 more is learnt from what went
    better than expected than from what went worse."""
    conservative_reference: float = 0.1
    """Weight of the cross-entropy of softmax(Q/τ) on actions of reference programs."""
    conservative_mutant: float = 0.0
    """The same, of mutants."""
    conservative_solved: float = 0.0
    """The same, of the policy's own programs in episodes that ended accepted."""
    conservative_failed: float = 0.0
    """The same, in all others."""
    probability_weight: float = 0.0
    """From 0 to 1: how far that cross-entropy is weighed by the probability of its token."""
    kl_coeff: float = 0.01
    """Weight of the KL of softmax(Q/τ) to the reference over the candidates, per decision; with
    ``kl_target`` where it starts."""
    kl_target: float | None = None
    """KL to the reference that the weight is steered towards, nats per program; ``None`` leaves
    the weight as it is."""
    kl_horizon: float = 10_000.0
    """Programs over which an error of 1 (twice the target) would double the weight."""

    # Replay
    replay_capacity: int = 10_000
    """Episodes kept; the policy's oldest go first."""
    updates_per_iteration: int = 4
    """Optimiser steps after each collecting."""
    batch_episodes: int = 64
    """Episodes in each step, over all processes."""
    solved_share: float = 0.5
    """Share of a batch that is drawn from solved episodes, where there are enough."""
    priority_exponent: float = 0.0
    """How far episodes with large errors are drawn more often; 0 does not look at errors."""
    value_warmup_iterations: int = 1
    """First iterations in which only V learns."""
    seed_challenges: int = 0
    """Challenges whose reference programs and mutants, judged, fill the replay at the start."""
    seed_mutants: int = 1
    """Mutants of each."""

    # Exploring
    branch_share: float = 0.0
    """Share of episodes in which one token, anywhere, is replaced by a random candidate and the
    rest is written greedily. With ``level="program"``: in which a random program is chosen."""

    def refuse_conflicts(self) -> None:
        """Refuse fields that contradict each other."""
        if not self.reward_low < self.reward_high:
            self.refuse("reward_high", f"above reward_low, which is {self.reward_low}")
        if self.kl_target is not None and self.kl_coeff == 0:
            self.refuse("kl_coeff", "above 0 with a kl_target: a weight of 0 cannot be steered")
        super().refuse_conflicts()

    @classmethod
    def for_tiny(cls, **changes: Any) -> "DQNConfig":
        """Settings for ``builtin:tiny`` on two cores. Why: ``docs/dqn.md``.

        Args:
            **changes: Fields to set otherwise.
        """
        return replace(
            cls(
                episodes_per_iteration=64,
                updates_per_iteration=2,
                max_new_tokens=128,
                learning_rate=3e-3,
                gain_learning_rate=1e-2,
                value_learning_rate=1e-3,
                lr_schedule="linear",
                detach_value=True,
                returns="peng",
                batch_episodes=32,
                policy_coeff=20.0,
                policy_probability_weight=1.0,
                negative_weight=0.1,
                conservative_reference=0.0,
                probability_weight=1.0,
                kl_target=1.5,
                kl_horizon=256.0,
            ),
            **changes,
        )
