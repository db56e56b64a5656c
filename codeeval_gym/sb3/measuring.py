"""How good a policy is, beside one that knows nothing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sb3_contrib.common.maskable.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import VecEnv

from codeeval_gym.types import Verdict

__all__ = ["RandomPolicy", "Score", "measure", "table"]


class RandomPolicy:
    """Draws actions evenly; where masks are given, from those that may come.

    Args:
        actions: How many actions there are.
        seed: Seeds the draws.
    """

    def __init__(self, actions: int, seed: int = 0) -> None:
        self._actions = actions
        self._rng = np.random.default_rng(seed)

    def predict(
        self,
        observation: Mapping[str, NDArray[Any]],
        state: Any = None,
        episode_start: NDArray[np.bool_] | None = None,
        deterministic: bool = False,
        action_masks: NDArray[np.bool_] | None = None,
    ) -> tuple[NDArray[np.int64], Any]:
        """One action for each observation, as a model of stable-baselines3 gives it."""
        count = len(next(iter(observation.values())))
        keys = self._rng.random((count, self._actions))
        if action_masks is not None:
            keys = np.where(action_masks, keys, -1.0)
        return keys.argmax(axis=1), state


@dataclass(frozen=True)
class Score:
    """What a policy's programs earned."""

    rewards: tuple[float, ...]
    """Of each episode."""
    solved: tuple[bool, ...]
    """Whether the episode's last program passed every test."""

    @property
    def mean(self) -> float:
        """Of the rewards."""
        return float(np.mean(self.rewards))

    @property
    def error(self) -> float:
        """Standard error of the mean; 0 where all rewards are alike."""
        return float(np.std(self.rewards, ddof=1) / math.sqrt(len(self.rewards)))

    @property
    def pass_rate(self) -> float:
        """Share of the episodes that were solved."""
        return float(np.mean(self.solved))

    def errors_above(self, other: "Score") -> float:
        """How many standard errors of the difference this mean lies above another."""
        error = math.hypot(self.error, other.error)
        gain = self.mean - other.mean
        return gain / error if error else math.copysign(math.inf, gain) if gain else 0.0


def measure(
    policy: Any, env: VecEnv, episodes: int, *, masked: bool = False, deterministic: bool = False
) -> Score:
    """Let a policy write programs.

    Args:
        policy: A model of stable-baselines3 or sb3-contrib, or a :class:`RandomPolicy`.
        env: Where, as :func:`codeeval_gym.sb3.make_sb3_vec_env` makes it.
        episodes: How many, at least 2.
        masked: Whether the policy is given action masks.
        deterministic: Whether it takes the likeliest action instead of drawing one.
    """
    solved: list[bool] = []

    def note(found: dict[str, Any], _: dict[str, Any]) -> None:
        if found["done"]:
            solved.append(found["info"]["verdict"] == Verdict.ACCEPTED.value)

    rewards, _ = evaluate_policy(
        policy,
        env,
        n_eval_episodes=episodes,
        deterministic=deterministic,
        return_episode_rewards=True,
        use_masking=masked,
        callback=note,
    )
    assert isinstance(rewards, list)
    return Score(tuple(map(float, rewards)), tuple(solved))


def table(scores: Mapping[str, Score]) -> str:
    """Scores as a Markdown table, the first of them being what the others are compared with."""
    first = next(iter(scores.values()))
    lines = ["| policy | episodes | mean reward | passed | standard errors above |"]
    lines += ["| --- | ---: | ---: | ---: | ---: |"]
    for name, score in scores.items():
        above = "" if score is first else f"{score.errors_above(first):.1f}"
        lines.append(
            f"| {name} | {len(score.rewards)} | {score.mean:.3f} ± {score.error:.3f} "
            f"| {score.pass_rate:.1%} | {above} |"
        )
    return "\n".join(lines)
