"""The settings of an environment, in one place for the single and the vector one."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codeeval_gym.challenges import Dataset
from codeeval_gym.challenges.samplers import SamplerSpec
from codeeval_gym.envs.feedback import FeedbackPolicy
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.rewards import RewardModel
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import Limits

__all__ = ["EnvConfig"]


@dataclass(frozen=True)
class EnvConfig:
    """What ``gym.make`` and ``gym.make_vec`` take beside ``render_mode`` and ``num_envs``.

    Raises:
        ValueError: If ``max_turns`` is below 1, or both ``engine`` and ``limits`` are given.
    """

    challenges: str | os.PathLike[str] | Dataset = "builtin"
    """Anything that :func:`codeeval_gym.challenges.load` takes; a dataset is used whole."""
    split: str = "train"
    """``train``, ``validation`` or ``test``, where the challenges have splits."""
    sampler: SamplerSpec = "uniform"
    """What decides which challenge comes next: ``uniform``, ``tiers``, ``learnability``, one of
    these with its options (``{"name": "learnability", "replay": 0.1}``), or one of your own."""
    reward: str | os.PathLike[str] | Mapping[str, Any] | RewardModel = "default"
    """Anything that :func:`codeeval_gym.rewards.make` takes."""
    sandbox: str | Sandbox = "nsjail"
    """A sandbox's name, or one of your own, which you close."""
    max_turns: int = 1
    """Programs per episode, at least 1."""
    feedback: str | FeedbackPolicy = "public"
    """``none``, ``verdict``, ``public``, ``full``, ``perturbed``, or a function of your own."""
    limits: Limits | Mapping[str, float] | None = None
    """Limits for challenges that bring none; ``None`` means the defaults of :class:`Limits`."""
    engine: EvaluationEngine | None = None
    """An engine of your own, which you close, in place of ``sandbox`` and ``limits``. ``None``:
    environments in one process that agree on those two share one."""
    language: str = "python"
    """What programs are written in; part of an id."""
    shaping: float | None = None
    """``gamma`` of a :class:`~codeeval_gym.rewards.PotentialShaping`; ``None`` for no shaping."""

    def __post_init__(self) -> None:
        if isinstance(self.max_turns, bool) or not isinstance(self.max_turns, int):
            raise TypeError(f"max_turns must be a whole number, not {self.max_turns!r}.")
        if self.max_turns < 1:
            raise ValueError(f"max_turns must be at least 1, not {self.max_turns}.")
        if self.engine is not None and self.limits is not None:
            raise ValueError("Give limits to the engine that you pass, not beside it.")
