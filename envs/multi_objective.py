"""The environment that pays every reward term by itself."""

from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from codeeval_gym.envs.code_eval import CodeEvalEnv
from codeeval_gym.envs.episode import Info, Observation

__all__ = ["MultiObjectiveEnv"]


class MultiObjectiveEnv(CodeEvalEnv):
    """As :class:`CodeEvalEnv`, with a vector of reward terms in place of their weighted sum.

    It follows MO-Gymnasium: :meth:`step` returns an array, and ``reward_space`` describes it. The
    objectives are the terms of the reward model that have a weight, in its order, gates applied;
    their names are in ``objectives``. A term that does not apply pays 0. The reward model's own
    number is the product with ``weights`` for programs to which every term applies.

    Args:
        render_mode: As :class:`CodeEvalEnv`.
        config: As :class:`CodeEvalEnv`; ``shaping`` is for one number and must be ``None``.

    Raises:
        TypeError: As :class:`CodeEvalEnv`.
        ValueError: As :class:`CodeEvalEnv`, or if ``shaping`` is given.
        SandboxUnavailable: As :class:`CodeEvalEnv`.
    """

    def __init__(self, *, render_mode: str | None = None, **config: Any) -> None:
        if config.get("shaping") is not None:
            raise ValueError("shaping adds to one number; an environment of many has none.")
        super().__init__(render_mode=render_mode, **config)
        entries = self.reward_model.entries
        self.objectives = tuple(name for name, entry in entries.items() if entry.pays)
        self.reward_space = Box(0.0, 1.0, (len(self.objectives),), np.float64)

    @property
    def weights(self) -> NDArray[np.float64]:
        """The reward model's, one for each objective, at this training step; they sum to 1.

        All are 0 at a step at which a schedule pays nothing.
        """
        entries, step = self.reward_model.entries, self.training_step
        weights = np.array([entries[name].weight_at(step) for name in self.objectives])
        return weights / (weights.sum() or 1.0)

    def step(  # type: ignore[override]  # MO-Gymnasium's step: the reward is an array
        self, action: str
    ) -> tuple[Observation, NDArray[np.float64], bool, bool, Info]:
        """Hand in a program.

        Args:
            action: The program.

        Returns:
            Observation; reward, float64 of shape ``(len(objectives),)``, zero before the last turn
            and after an infrastructure failure; terminated; truncated; info.

        Raises:
            TypeError: If the action is not a string.
            ResetNeeded: If no episode is in progress.
        """
        observation, _, terminated, truncated, info = super().step(action)
        paid = info["reward_terms"] if terminated else {}
        reward = np.array([paid.get(name, 0.0) for name in self.objectives], np.float64)
        return observation, reward, terminated, truncated, info
