"""Everything that PPO can be told. The trainer, its checkpoints and the CLI all derive from it."""

import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.errors import ConfigError
from codeeval_gym.types import from_dict

__all__ = ["PPOConfig"]


@dataclass(frozen=True)
class PPOConfig:
    """Settings of :class:`~codeeval_gym.trainers.PPOTrainer`. Every choice: ``docs/ppo.md``.

    The defaults suit fine-tuning a model from a hub; :meth:`for_tiny` those of ``builtin:tiny``.

    Raises:
        ConfigError: If a value cannot be, or two contradict each other.
    """

    run_folder: str | None = None
    """Where the run is written; ``None`` means ``runs/ppo-DATE-TIME``."""
    seed: int = 0
    """Source of all chance: which challenges, sampling, order of minibatches."""

    # Collecting
    episodes_per_iteration: int = 128
    """Episodes collected before each update, over all processes."""
    num_envs: int | None = None
    """Slots of an environment made from an id; ``None`` means one for each episode."""
    group_size: int = 1
    """Episodes that try the same challenge; at least 2 for ``rloo``."""
    max_new_tokens: int = 256
    """Budget of a program, tokens."""
    temperature: float = 1.0
    """Divides the logits, in sampling and in training alike; above 0."""
    truncated: str = "penalise"
    """What a program counts that its budget cut off: ``penalise`` (reward 0, whatever the cut
    text earned) or ``mask`` (not trained on)."""
    max_infra_share: float = 0.25
    """Training stops when infrastructure failed for a larger share of an iteration's episodes."""

    # Optimiser
    learning_rate: float = 1e-6
    """Of the language model (AdamW)."""
    gain_learning_rate: float | None = None
    """Of the language model's vectors: gains of its norms, and biases. They are of size 1 where
    entries of its matrices are far smaller, so a step that suits the ones is lost on the others.
    ``None`` means as ``learning_rate``."""
    value_learning_rate: float = 1e-4
    """Of the value head."""
    lr_schedule: str = "constant"
    """``constant``, or ``linear`` to zero at the end of training."""
    lr_warmup_iterations: int = 0
    """Iterations over which the learning rates rise from zero."""
    weight_decay: float = 0.0
    """Decoupled weight decay of the language model."""
    max_grad_norm: float = 1.0
    """Gradients are scaled down to this norm."""
    epochs: int = 1
    """Passes over each rollout."""
    minibatches: int = 4
    """Optimiser steps per pass."""
    micro_batch_tokens: int = 4096
    """Tokens in one forward and backward pass, padding counted. Memory and speed only: the
    gradient does not depend on it."""
    mixed_precision: str = "no"
    """``no`` or ``bf16``; log-probabilities and losses are fp32 in both."""

    # PPO
    advantage: str = "gae"
    """``gae`` (value function) or ``rloo`` (mean of the group's others)."""
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
    clip_range: float = 0.2
    """ε of the ratio."""
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
    detach_value: bool = False
    """True means that the value loss does not reach the language model."""

    # KL to the frozen reference
    kl_coeff: float = 0.05
    """Weight of the penalty; 0 does without a reference."""
    kl_placement: str = "reward"
    """``reward`` (k1 at each token) or ``loss`` (k2)."""
    kl_target: float | None = None
    """Steer the weight towards this KL, nats per program; ``None`` keeps the weight."""
    kl_horizon: float = 10_000.0
    """Programs over which an error of 1 would double the weight."""

    # Files
    checkpoint_every: int = 20
    """Iterations between checkpoints."""
    keep_checkpoints: int = 2
    """How many are kept, the newest."""

    def __post_init__(self) -> None:
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                self._refuse(name, f"one of {', '.join(choices)}")
        for name, low, high in _RANGES:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                self._refuse(name, f"from {low} to {high}")
        for name in _POSITIVE:
            if getattr(self, name) is not None and not getattr(self, name) > 0:
                self._refuse(name, "above 0")
        self._refuse_conflicts()

    def _refuse(self, name: str, expected: str) -> None:
        raise ConfigError(f"PPOConfig.{name} must be {expected}, not {getattr(self, name)!r}.")

    def _refuse_conflicts(self) -> None:
        if self.dual_clip is not None and self.dual_clip <= 1:
            self._refuse("dual_clip", "above 1, or None")
        if self.advantage == "rloo" and self.group_size < 2:
            self._refuse("group_size", "at least 2 with advantage 'rloo', which compares siblings")
        if self.episodes_per_iteration % self.group_size:
            self._refuse("group_size", f"a divisor of {self.episodes_per_iteration} episodes")
        if self.num_envs is not None and self.episodes_per_iteration % self.num_envs:
            self._refuse("num_envs", f"a divisor of {self.episodes_per_iteration} episodes")
        if self.kl_target is not None and self.kl_coeff == 0:
            self._refuse("kl_coeff", "above 0 with a kl_target: a weight of 0 cannot be steered")

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

    @classmethod
    def from_yaml(cls, path: str | Path) -> "PPOConfig":
        """Read what :meth:`to_yaml` wrote, or what a person did; fields left out are default.

        Raises:
            ConfigError: If a field is unknown, of the wrong type, or cannot be.
        """
        data = yaml.load(Path(path).read_text(encoding="utf-8"), Loader=_Loader)
        return from_dict(cls, data if data is not None else {})

    def to_yaml(self, path: str | Path) -> None:
        """Write every field, defaults included, so that the file says what the run was."""
        text = yaml.safe_dump(asdict(self), sort_keys=False)
        Path(path).write_text(text, encoding="utf-8")


class _Loader(yaml.SafeLoader):
    """Plain YAML 1.1 reads ``1e-5`` as text."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+(?:\.\d*)?[eE][-+]?\d+$"), list("-+0123456789")
)

_CHOICES = {
    "truncated": ("penalise", "mask"),
    "lr_schedule": ("constant", "linear"),
    "mixed_precision": ("no", "bf16"),
    "advantage": ("gae", "rloo"),
    "whiten": ("full", "mean", "none"),
    "kl_placement": ("reward", "loss"),
}
_INFINITE = float("inf")
_RANGES: tuple[tuple[str, float, float], ...] = (
    ("max_infra_share", 0, 1),
    ("gamma", 0, 1),
    ("probability_weight", 0, 1),
    ("lambda_policy", 0, 1),
    ("lambda_value", 0, 1),
    ("seed", 0, 2**63 - 1),
    *(
        (name, 0, _INFINITE)
        for name in (
            "lr_warmup_iterations",
            "weight_decay",
            "value_coeff",
            "entropy_coeff",
            "value_warmup_iterations",
            "kl_coeff",
        )
    ),
    *(
        (name, 1, _INFINITE)
        for name in (
            "episodes_per_iteration",
            "num_envs",
            "group_size",
            "max_new_tokens",
            "epochs",
            "minibatches",
            "micro_batch_tokens",
            "checkpoint_every",
            "keep_checkpoints",
        )
    ),
)
_POSITIVE = (
    "temperature",
    "learning_rate",
    "gain_learning_rate",
    "value_learning_rate",
    "max_grad_norm",
    "clip_range",
    "value_clip_range",
    "update_kl_limit",
    "kl_target",
    "kl_horizon",
)
