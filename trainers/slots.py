"""One way to reach an environment, whether it is an id, a single one or a vector of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import gymnasium as gym
import numpy as np
from gymnasium.vector import VectorEnv

from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Evaluation

__all__ = ["Outcome", "Slots", "open_slots"]

PARTS = 8
"""Programs are passed on in about so many parts: analysing many texts costs little more than
analysing one, and the first part need not be judged long before the last is written."""


@dataclass(frozen=True)
class Outcome:
    """What an environment answered to one program."""

    observation: Mapping[str, Any]
    """What the policy sees next; of no use once the episode is over."""
    reward: float
    """As the environment paid it."""
    over: bool
    """True when the episode has ended."""
    info: Mapping[str, Any]
    """Of this step, not of the reset after it."""
    evaluation: Evaluation | None
    """The judge's record; ``None`` when there is none, as after an infrastructure failure."""


class Slots(Protocol):
    """Episodes side by side."""

    count: int
    """How many."""
    env: Any
    """The environment."""
    infos: list[dict[str, Any]]
    """Of each slot, from the last reset."""

    def reset(self, seeds: Sequence[int]) -> list[Mapping[str, Any]]:
        """Begin an episode in each slot; the same seed gives the same challenge."""

    def step(self, programs: Sequence[str]) -> list[Outcome]:
        """Hand in one program for each slot."""

    def submit(self, slot: int, program: str) -> None:
        """Hand in one slot's program and return at once.

        Where the environment takes programs one by one, it is judged soon; elsewhere with the
        others.
        """

    def gather(self) -> list[Outcome]:
        """Wait for what was submitted, one for each slot; as :meth:`step` with all of them."""

    def close(self) -> None:
        """Give back what :func:`open_slots` opened itself."""


def open_slots(env: "str | gym.Env[Any, Any] | VectorEnv[Any, Any, Any]", num_envs: int) -> Slots:
    """Make episodes side by side of what the caller has.

    Args:
        env: An id, which is made with ``gym.make_vec``; an environment; or a vector environment.
        num_envs: Slots to make of an id; not used otherwise.

    Raises:
        ConfigError: If ``env`` is something else.
    """
    if isinstance(env, str):
        return _VectorSlots(gym.make_vec(env, num_envs=num_envs), owned=True)
    if isinstance(env, VectorEnv):
        return _VectorSlots(env, owned=False)
    if isinstance(env, gym.Env):
        return _SingleSlot(env)
    raise ConfigError(
        "Expected the id of an environment, a gymnasium.Env or a gymnasium.vector.VectorEnv, "
        f"got a {type(env).__name__}."
    )


class _VectorSlots:
    def __init__(self, env: "VectorEnv[Any, Any, Any]", owned: bool) -> None:
        self.env: Any = env
        self.owned = owned
        self.count = env.num_envs
        self.infos: list[dict[str, Any]] = []
        # Around a wrapper, what is handed in early would pass it by.
        self._takes_early = env.unwrapped is env and hasattr(env, "submit")
        self._waiting: dict[int, str] = {}

    def reset(self, seeds: Sequence[int]) -> list[Mapping[str, Any]]:
        self._waiting = {}
        observations, infos = self.env.reset(seed=list(seeds))
        self.infos = [_slot_info(infos, slot) for slot in range(self.count)]
        return [_slot(observations, slot) for slot in range(self.count)]

    def step(self, programs: Sequence[str]) -> list[Outcome]:
        return self._outcomes(*self.env.step(tuple(programs)))

    def submit(self, slot: int, program: str) -> None:
        self._waiting[slot] = program
        if self._takes_early and len(self._waiting) >= max(1, self.count // PARTS):
            self._pass_on()

    def gather(self) -> list[Outcome]:
        if self._takes_early:
            self._pass_on()
            return self._outcomes(*self.env.gather())
        waiting, self._waiting = self._waiting, {}
        return self.step([waiting[slot] for slot in range(self.count)])

    def _pass_on(self) -> None:
        for slot, program in self._waiting.items():
            self.env.submit(slot, program)
        self._waiting = {}

    def _outcomes(
        self, observations: Any, rewards: Any, terminated: Any, truncated: Any, infos: Any
    ) -> list[Outcome]:
        evaluations = getattr(self.env.unwrapped, "last_evaluations", (None,) * self.count)
        outcomes = []
        for slot in range(self.count):
            over = bool(terminated[slot] or truncated[slot])
            # With autoreset in the same step, what ended is in final_info.
            info = infos.get("final_info", infos) if over else infos
            outcomes.append(
                Outcome(
                    _slot(observations, slot),
                    float(rewards[slot]),
                    over,
                    _slot_info(info, slot),
                    evaluations[slot],
                )
            )
        return outcomes

    def close(self) -> None:
        if self.owned:
            self.env.close()


class _SingleSlot:
    count = 1

    def __init__(self, env: "gym.Env[Any, Any]") -> None:
        self.env = env
        self.infos: list[dict[str, Any]] = []
        self._waiting = ""

    def reset(self, seeds: Sequence[int]) -> list[Mapping[str, Any]]:
        observation, info = self.env.reset(seed=seeds[0])
        self.infos = [info]
        return [observation]

    def step(self, programs: Sequence[str]) -> list[Outcome]:
        paid: Any
        observation, paid, terminated, truncated, info = self.env.step(programs[0])
        evaluation = getattr(self.env.unwrapped, "last_evaluation", None)
        if np.ndim(paid):  # of several objectives, as MO-Gymnasium's
            within: Any = self.env.unwrapped
            paid = np.dot(paid, within.weights)
        return [Outcome(observation, float(paid), terminated or truncated, info, evaluation)]

    def submit(self, slot: int, program: str) -> None:
        self._waiting = program

    def gather(self) -> list[Outcome]:
        return self.step([self._waiting])

    def close(self) -> None:
        """Nothing: the environment is the caller's."""


def _slot(batch: Mapping[str, Any], slot: int) -> dict[str, Any]:
    return {key: values[slot] for key, values in batch.items()}


def _slot_info(infos: Mapping[str, Any], slot: int) -> dict[str, Any]:
    """Undo how a vector environment joins infos: arrays, and ``_key`` masks of who has the key."""
    info: dict[str, Any] = {}
    for key, values in infos.items():
        if f"_{key}" in infos and infos[f"_{key}"][slot]:
            info[key] = _slot_info(values, slot) if isinstance(values, Mapping) else values[slot]
    return info
