"""Many episodes at a time in one process: the sandbox's workers are the parallel part."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.error import AlreadyPendingCallError, ResetNeeded
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from codeeval_gym.envs._infos import merged, objects
from codeeval_gym.envs._pending import Judged, Pending
from codeeval_gym.envs._shared import OfWorld
from codeeval_gym.envs.code_eval import RENDER_MODES, checked_render_mode
from codeeval_gym.envs.config import EnvConfig
from codeeval_gym.envs.episode import MAX_TEXT, Episode, Info, Observation, Transition
from codeeval_gym.envs.rendering import render, show
from codeeval_gym.envs.spaces import CodeText
from codeeval_gym.envs.world import World, checked_program
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["CodeEvalVectorEnv"]

Options = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""For every slot the same, or one for each."""
Step = tuple[Observation, NDArray[Any], NDArray[Any], NDArray[Any], Info]
"""Observations, rewards, terminations, truncations, infos."""


class CodeEvalVectorEnv(OfWorld, VectorEnv[Observation, Sequence[str], NDArray[Any]]):
    """As ``num_envs`` :class:`~codeeval_gym.envs.CodeEvalEnv`, judged in batches.

    Seeded with ``seed``, slot ``i`` behaves as a single environment seeded with ``seed + i``. A
    slot whose episode ends starts the next within the same step; ``infos["final_obs"]`` and
    ``infos["final_info"]`` then hold the end of the old one. Observations are a dictionary of
    tuples of texts and arrays of turns.

    Args:
        num_envs: How many slots, at least 1.
        render_mode: ``"human"``, to print every slot at every :meth:`reset` and, before what has
            ended starts anew, :meth:`step`; ``"ansi"``, for :meth:`render` to return one text per
            slot; or ``None``.
        config: The fields of :class:`~codeeval_gym.envs.EnvConfig`.

    Raises:
        TypeError: As :class:`~codeeval_gym.envs.CodeEvalEnv`.
        ValueError: As :class:`~codeeval_gym.envs.CodeEvalEnv`, or if ``num_envs`` is below 1.
        SandboxUnavailable: If this machine cannot isolate.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012 as Gymnasium's
        "render_modes": list(RENDER_MODES),
        "render_fps": 1,
        "autoreset_mode": AutoresetMode.SAME_STEP,
    }

    def __init__(self, num_envs: int = 1, *, render_mode: str | None = None, **config: Any) -> None:
        if num_envs < 1:
            raise ValueError(f"num_envs must be at least 1, not {num_envs}.")
        self.num_envs = num_envs
        self.render_mode = checked_render_mode(render_mode)
        self._world = World(EnvConfig(**config))
        self._rngs = [seeding.np_random()[0] for _ in range(num_envs)]
        self._episodes: list[Episode] = []
        at_once = max(2, self.engine.sandbox.capabilities.workers)
        self._pending = Pending(self._judge, num_envs, at_once)
        self._last_evaluations: tuple[Evaluation | None, ...] = (None,) * num_envs
        self.single_observation_space = self._world.observation_space()
        self.single_action_space = CodeText(MAX_TEXT)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)

    @property
    def last_evaluations(self) -> tuple[Evaluation | None, ...]:
        """For each slot the record of its last program; ``None`` if it was not judged."""
        return self._last_evaluations

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: Options | None = None,
    ) -> tuple[Observation, Info]:
        """Start an episode in every slot. What was submitted and not gathered is forgotten.

        Args:
            seed: ``seed + i`` seeds slot ``i``; or one seed for each; ``None`` goes on drawing.
            options: As :meth:`CodeEvalEnv.reset`, for every slot, or a list with one for each.

        Returns:
            The observations and infos.

        Raises:
            UnknownNameError: As :meth:`CodeEvalEnv.reset`.
            ValueError: As :meth:`CodeEvalEnv.reset`, or if a list's length is not ``num_envs``.
        """
        self._pending.drop()
        for slot, one in enumerate(self._per_slot_seeds(seed)):
            if one is not None:
                self._rngs[slot] = seeding.np_random(one)[0]
        choices = self._per_slot("options", options)
        self._episodes = [
            self._world.start(rng, choice) for rng, choice in zip(self._rngs, choices, strict=True)
        ]
        self._last_evaluations = (None,) * self.num_envs
        if self.render_mode == "human":
            self._show()
        return self._observations(), merged([episode.info() for episode in self._episodes])

    def step(self, actions: Sequence[str]) -> Step:
        """Hand in one program per slot.

        Args:
            actions: ``num_envs`` programs.

        Returns:
            Observations; rewards (float64), terminations and truncations (bool), each of shape
            ``(num_envs,)``; infos.

        Raises:
            TypeError: If the actions are not a sequence of strings.
            ValueError: If their number is not ``num_envs``.
            ResetNeeded: Before the first :meth:`reset`.
            AlreadyPendingCallError: If a program was submitted and not gathered.
        """
        self._check_started("step")
        if len(self._pending):
            raise AlreadyPendingCallError(
                "Programs were submitted: gather() them, or reset(), before step().",
                "submit",
            )
        programs = self._checked_programs(actions)
        challenges = [episode.challenge for episode in self._episodes]
        started = time.perf_counter()
        results = self._judge(list(zip(challenges, programs, strict=True)))
        seconds = time.perf_counter() - started
        return self._finish([(*pair, seconds) for pair in zip(programs, results, strict=True)])

    def submit(self, slot: int, program: str) -> None:
        """Hand in one slot's program ahead of the others and return at once.

        It is judged in the background while the other slots' programs are still written; when all
        have been submitted, :meth:`gather` does what :meth:`step` would have done with them.

        Args:
            slot: 0 to ``num_envs - 1``.
            program: The program.

        Raises:
            TypeError: If the program is not a string.
            ValueError: If there is no such slot, or it has a program that was not gathered.
            ResetNeeded: Before the first :meth:`reset`.
        """
        self._check_started("submit")
        if slot not in range(self.num_envs):
            raise ValueError(f"A slot is 0 to {self.num_envs - 1}, not {slot!r}.")
        slot = int(slot)
        self._pending.submit(slot, self._episodes[slot].challenge, checked_program(program))

    def poll(self) -> tuple[int, ...]:
        """The slots whose submitted program has been judged, in order. Does not wait."""
        return self._pending.done()

    def gather(self) -> Step:
        """Wait until all submitted programs are judged, and take the step.

        Returns:
            As :meth:`step` with the same programs; ``timing`` is that of the programs that were
            judged together.

        Raises:
            ValueError: If a slot has no program yet; those of the others are kept.
            ResetNeeded: Before the first :meth:`reset`.
        """
        self._check_started("gather")
        return self._finish(self._pending.gather())

    def _finish(self, judged: Sequence[Judged]) -> Step:
        turns = self._take_turns(judged)
        terminated = np.array([turn.terminated for turn in turns], dtype=np.bool_)
        truncated = np.array([turn.truncated for turn in turns], dtype=np.bool_)
        for slot in np.flatnonzero(terminated):
            self._world.ended(self._episodes[slot])
        if self.render_mode == "human":
            self._show()
        infos = self._start_anew(turns, terminated | truncated)
        rewards = np.array([turn.reward for turn in turns], dtype=np.float64)
        return self._observations(), rewards, terminated, truncated, infos

    def render(self) -> tuple[str, ...] | None:
        """Every slot as text; ``None`` in the other modes, of which ``"human"`` prints them.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        if self.render_mode is None:
            return None
        if not self._episodes:
            raise ResetNeeded("Call reset() before render().")
        if self.render_mode == "ansi":
            return tuple(render(episode) for episode in self._episodes)
        self._show()
        return None

    def close_extras(self, **kwargs: Any) -> None:
        """Give up the engine; it ends with the last environment that shares it."""
        self._pending.close()
        self._world.close()

    def _show(self) -> None:
        for episode in self._episodes:
            show(episode)

    def _check_started(self, what: str) -> None:
        if not self._episodes:
            raise ResetNeeded(f"Call reset() before {what}(): no episode has started.")

    def _judge(self, pairs: list[tuple[Challenge, str]]) -> list[Evaluation | SandboxError]:
        rules = self._world.rules
        return self.engine.evaluate_batch(
            pairs, language=rules.language, need=rules.need, on_error="return"
        )

    def _take_turns(self, judged: Sequence[Judged]) -> list[Transition]:
        self._last_evaluations = tuple(
            None if isinstance(result, SandboxError) else result for _, result, _ in judged
        )
        return [
            episode.take(program, result, seconds, siblings=siblings, step=self.training_step)
            for episode, (program, result, seconds), siblings in zip(
                self._episodes, judged, self._siblings(), strict=True
            )
        ]

    def _start_anew(self, turns: Sequence[Transition], ended: NDArray[np.bool_]) -> Info:
        """Start the next episode where one has ended; the infos of all slots."""
        infos = [turn.info for turn in turns]
        if not ended.any():
            return merged(infos)
        finals = [turn if over else None for turn, over in zip(turns, ended, strict=True)]
        last = {
            "final_obs": objects([None if turn is None else turn.observation for turn in finals]),
            "_final_obs": ended.copy(),
            "final_info": merged([None if turn is None else turn.info for turn in finals]),
            "_final_info": ended.copy(),
        }
        for slot in np.flatnonzero(ended):
            self._episodes[slot] = self._world.start(self._rngs[slot], None)
            infos[slot] = self._episodes[slot].info()
        return last | merged(infos)

    def _siblings(self) -> Iterator[tuple[Evaluation, ...]]:
        """For each slot what the other slots with the same challenge gave, in this step."""
        groups: dict[str, list[tuple[int, Evaluation]]] = {}
        for slot, evaluation in enumerate(self._last_evaluations):
            if evaluation is not None:
                groups.setdefault(evaluation.challenge_id, []).append((slot, evaluation))
        for slot, episode in enumerate(self._episodes):
            group = groups.get(episode.challenge.id, ())
            yield tuple(evaluation for other, evaluation in group if other != slot)

    def _observations(self) -> Observation:
        each = [episode.observation() for episode in self._episodes]
        return {key: _batch([one[key] for one in each]) for key in each[0]}

    def _checked_programs(self, actions: Sequence[str]) -> list[str]:
        if isinstance(actions, str):
            raise TypeError(f"Actions are a sequence of {self.num_envs} programs, not one str.")
        return [checked_program(action) for action in self._per_slot("actions", list(actions))]

    def _per_slot_seeds(self, seed: int | Sequence[int | None] | None) -> list[int | None]:
        if isinstance(seed, int | np.integer):
            return [int(seed) + slot for slot in range(self.num_envs)]
        return self._per_slot("seed", seed)

    def _per_slot(self, what: str, value: Any) -> list[Any]:
        """One item per slot: of a list its own, of anything else the same."""
        if value is None or isinstance(value, Mapping):
            return [value] * self.num_envs
        if len(value) != self.num_envs:
            raise ValueError(f"Expected {self.num_envs} items in {what}, got {len(value)}.")
        return list(value)


def _batch(values: list[Any]) -> tuple[str, ...] | NDArray[Any]:
    return np.array(values, np.int64) if isinstance(values[0], int) else tuple(values)
