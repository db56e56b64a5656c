"""Everything that PPO can be told. The trainer, its checkpoints and the CLI all derive from it."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from codeeval_gym.trainers.config import INFINITE, RunConfig
from codeeval_gym.trainers.ppo.names import (
    ADVANTAGES,
    CREDIT_LEVELS,
    CRITIC_FREE,
    LOSS_MEANS,
    NORMALISED,
    PROCESS_REWARDS,
    VALUE_TRUNKS,
)

__all__ = ["PPOConfig"]


@dataclass(frozen=True)
class PPOConfig(RunConfig):
    """Settings of :class:`~codeeval_gym.trainers.PPOTrainer`. Every choice: ``docs/ppo.md``.

    The defaults suit fine-tuning a model from a hub; :meth:`for_tiny` those of ``builtin:tiny``.
    What is not here is in :class:`~codeeval_gym.trainers.config.RunConfig`.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        **RunConfig.CHOICES,
        "truncated": ("penalise", "mask", "bootstrap"),
        "advantage": ADVANTAGES,
        "credit_level": CREDIT_LEVELS,
        "loss_mean": LOSS_MEANS,
        "kl_estimator": ("auto", "k1", "k2", "k3"),
        "whiten": ("full", "mean", "none"),
        "kl_placement": ("auto", "reward", "loss"),
        "normalise": NORMALISED,
        "value_trunk": VALUE_TRUNKS,
        "process_reward": PROCESS_REWARDS,
        "process_placement": ("lines", "end"),
        "old_logprobs": ("recomputed", "sampler"),
    }
    RANGES: ClassVar[dict[str, tuple[float, float]]] = {
        **RunConfig.RANGES,
        "gamma": (0, 1),
        "probability_weight": (0, 1),
        "negative_weight": (0, 1),
        "lambda_policy": (0, 1),
        "lambda_value": (0, 1),
        "value_coeff": (0, INFINITE),
        "entropy_coeff": (0, INFINITE),
        "value_warmup_iterations": (0, INFINITE),
        "kl_coeff": (0, INFINITE),
        "epochs": (1, INFINITE),
        "minibatches": (1, INFINITE),
        "max_policy_age": (0, INFINITE),
        "process_coeff": (0, INFINITE),
        "process_labels": (1, INFINITE),
        "process_every": (1, INFINITE),
        "process_samples": (1, INFINITE),
    }
    POSITIVE: ClassVar[tuple[str, ...]] = (
        *RunConfig.POSITIVE,
        "clip_range",
        "value_clip_range",
        "update_kl_limit",
        "kl_target",
        "kl_horizon",
    )

    # Passes
    epochs: int = 1
    """Passes over each rollout."""
    minibatches: int = 4
    """Optimiser steps per pass."""

    # PPO
    advantage: str = "gae"
    """``gae`` (value function), or without one and in groups: ``rloo`` (less the mean of the
    others), ``grpo`` (less the mean, by the spread) or ``dr_grpo`` (less the mean)."""
    credit_level: str = "token"
    """What one action is to ``gae``: a ``token`` or a ``turn``; gamma and the λ are per action."""
    normalise: str = "reward"
    """What is compared within a group: the weighted sum of the reward's terms (``reward``), or each
    term by itself, before they are weighed and added up (``objective``, as GDPO)."""
    loss_mean: str = "token"
    """The policy's loss is a mean over tokens (``token``), over programs of the mean of their
    tokens (``program``), or over programs of their sum by ``max_new_tokens`` (``budget``)."""
    gamma: float = 1.0
    """Discount per token; below 1 it pays for short programs."""
    lambda_policy: float = 0.95
    """Trace decay of the advantages."""
    lambda_value: float = 1.0
    """Trace decay of the value function's targets."""
    whiten: str = "full"
    """Advantages to ``full`` (mean 0, variance 1), ``mean`` (mean 0 only) or ``none``."""
    probability_weight: float = 0.0
    """From 0 to 1: how far advantages are weighed by the probability of their token, so that the
    steep gradients of unlikely tokens do not drown the rest."""
    negative_weight: float = 1.0
    """From 0 to 1: what a negative advantage counts against a positive one. Below 1, more is learnt
    from programs that did well than from those that did not."""
    clip_range: float = 0.2
    """ε of the ratio."""
    old_logprobs: str = "recomputed"
    """Log-probabilities before the update: computed again by the training pass, or those of the
    ``sampler``. That saves a pass where no value function needs one; for engines that compute as
    the trainer does: a ratio that is not 1 before the first update stops training."""
    dual_clip: float | None = 3.0
    """Bound on the ratio where the advantage is negative, above 1; ``None`` for none."""
    value_clip_range: float | None = 0.2
    """ε of the value function's change in one iteration; ``None`` for none."""
    value_coeff: float = 0.1
    """Weight of the value loss."""
    entropy_coeff: float = 0.0
    """Weight of the entropy bonus."""
    update_kl_limit: float | None = None
    """Passes end early when the policy is this far from the one that collected, nats per token;
    ``None`` for no limit."""
    value_warmup_iterations: int = 2
    """First iterations in which only the value head learns."""
    value_trunk: str = "shared"
    """What the value head reads: the policy's last hidden state (``shared``), or that of a copy of
    the policy as it is at the start, of an adapter a second one (``separate``). A trunk of its own
    learns at ``value_learning_rate``."""
    detach_value: bool = False
    """True means that the value loss does not reach the language model."""

    max_policy_age: int = 0
    """Iterations of updates that a rollout may be behind; an older one is refused."""

    # Process supervision
    process_coeff: float = 0.0
    """The most that one program's lines can be paid (``share``), or one token (``potential``); 0
    pays nothing."""
    process_reward: str = "potential"
    """``potential`` (the change of the chance that the program can be completed: sums to 0 over a
    program) or ``share`` (the mean of that chance over its lines)."""
    process_value_init: bool = False
    """True means that the value head starts as the process head of the first iteration."""
    process_labels: int = 16
    """Programs that failed to be labelled at a time, over all processes."""
    process_every: int = 1
    """Iterations from one labelling to the next."""
    process_samples: int = 4
    """Completions of each prefix that is tried."""
    process_placement: str = "lines"
    """Where what the reward's own process term paid is credited, if records carry labels: to the
    ``lines`` that can be completed, or to the ``end`` of the program, like the rest."""

    # KL to the frozen reference
    kl_coeff: float = 0.05
    """Weight of the penalty; 0 does without a reference."""
    kl_placement: str = "auto"
    """``reward`` (at each token) or ``loss``; ``auto`` is the reward, but with ``grpo`` the loss:
    where all of a group earned the same, dividing by its spread would blow up the little that a
    KL in the reward sets them apart by."""
    kl_estimator: str = "auto"
    """``k1``, ``k2`` or ``k3``; ``auto`` is k1 in the reward (unbiased) and k2 in the loss (whose
    gradient is that of the KL)."""
    kl_target: float | None = None
    """Steer the weight towards this KL, nats per program; ``None`` keeps the weight."""
    kl_horizon: float = 10_000.0
    """Programs over which an error of 1 would double the weight."""

    def refuse_conflicts(self) -> None:
        """Refuse fields that contradict each other."""
        if self.dual_clip is not None and self.dual_clip <= 1:
            self.refuse("dual_clip", "above 1, or None")
        if self.advantage in CRITIC_FREE:
            if self.group_size < 2:
                compares = f"advantage {self.advantage!r}, which compares siblings"
                self.refuse("group_size", f"at least 2 with {compares}")
            if self.truncated == "bootstrap":
                without = f"advantage {self.advantage!r}, which has no value function"
                self.refuse("truncated", f"'penalise' or 'mask' with {without}")
        if self.advantage == "grpo" and self.kl_placement == "reward" and self.kl_coeff > 0:
            self.refuse(
                "kl_placement",
                "'loss' or 'auto' with advantage 'grpo', whose division by "
                "the spread of a group would blow up a KL in the reward",
            )
        if self.kl_estimator == "k1" and self.kl_in_loss:
            self.refuse("kl_estimator", "k2 or k3 in the loss: the gradient of k1 is 0 on average")
        if self.kl_target is not None and self.kl_coeff == 0:
            self.refuse("kl_coeff", "above 0 with a kl_target: a weight of 0 cannot be steered")
        self._refuse_about_values()
        self._refuse_about_objectives()
        super().refuse_conflicts()

    @property
    def kl_in_loss(self) -> bool:
        """Where the penalty is: True in the loss, False in the reward."""
        if self.kl_placement == "auto":
            return self.advantage == "grpo"
        return self.kl_placement == "loss"

    @property
    def has_process(self) -> bool:
        """True if programs are labelled line by line."""
        return self.process_coeff > 0 or self.process_value_init

    def _refuse_about_values(self) -> None:
        whole = self.advantage in CRITIC_FREE or self.credit_level == "turn"
        if self.advantage in CRITIC_FREE:
            without = f"with advantage {self.advantage!r}, which has no value function"
            if self.value_trunk == "separate":
                self.refuse("value_trunk", f"'shared' {without}")
            if self.process_value_init:
                self.refuse("process_value_init", f"False {without}")
        if self.detach_value and self.value_trunk == "separate":
            self.refuse("detach_value", "False with a separate trunk: the value function's own")
        if self.process_coeff and self.process_reward == "potential" and whole:
            level = "programs are compared as a whole, where potentials sum to 0"
            self.refuse("process_reward", f"'share' where {level}")

    def _refuse_about_objectives(self) -> None:
        if self.normalise == "reward":
            return
        if self.advantage not in CRITIC_FREE:
            each = "each term would need a value function of its own"
            self.refuse("normalise", f"'reward' with advantage {self.advantage!r}: {each}")
        if self.process_coeff:
            self.refuse("process_coeff", "0 with normalise='objective', which compares terms")
        if self.whiten != "none":
            self.refuse("whiten", "'none' with normalise='objective', which ends in whitening")
        if self.kl_coeff and not self.kl_in_loss:
            self.refuse("kl_placement", "'loss' with normalise='objective': KL is no objective")

    @classmethod
    def for_tiny(cls, **changes: Any) -> "PPOConfig":
        """Settings for ``builtin:tiny``, all weights trained, on two cores.

        A model that is wrong three times in four drowns in its own mistakes: the unlikely tokens
        of failed programs have the steepest gradients of all. So advantages are not centred, the
        critic learns slowly, and likely tokens count for more: ``docs/ppo.md``.

        Args:
            **changes: Fields to set otherwise.
        """
        return replace(
            cls(
                max_new_tokens=128,
                learning_rate=2e-4,
                gain_learning_rate=1e-2,
                value_learning_rate=1e-6,
                lr_schedule="linear",
                minibatches=2,
                lambda_policy=1.0,
                whiten="none",
                probability_weight=1.0,
                value_clip_range=None,
                value_warmup_iterations=1,
                kl_coeff=0.002,
            ),
            **changes,
        )
