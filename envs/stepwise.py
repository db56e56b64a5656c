"""What environments share in which a program is made of several steps, each a number."""

import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.envs.code_eval import CodeEvalEnv
from codeeval_gym.envs.episode import Info, Rules
from codeeval_gym.envs.rendering import show
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["Arrays", "StepwiseEnv", "step_together"]

Arrays = dict[str, NDArray[Any]]
"""An observation: a flat dictionary of arrays."""


class StepwiseEnv(CodeEvalEnv):
    """As :class:`CodeEvalEnv`, with a program that comes in pieces; a base class.

    A step is two halves, so that many environments can have their programs judged together:
    :meth:`advance` takes a piece and says what there is to judge, if anything, :meth:`settle`
    takes what judging gave. :meth:`step` does both. A subclass has :meth:`advance`,
    :meth:`observation` and :meth:`begin`.

    Observations, rewards and info are those of :class:`CodeEvalEnv`, apart from the observation's
    form; steps that finish no program earn 0.
    """

    @abstractmethod
    def begin(self) -> None:
        """Start a program; called for each turn, once the episode is there."""

    @abstractmethod
    def advance(self, action: int) -> str | None:
        """Take one piece.

        Args:
            action: Its number.

        Returns:
            The program, if it is finished, and else ``None``.
        """

    @abstractmethod
    def observation(self) -> Arrays:
        """What the policy sees now, in new arrays."""

    @property
    def rules(self) -> Rules:
        """What is the same in every episode: the reward model, the language and so on."""
        return self._world.rules

    @property
    def challenge(self) -> Challenge:
        """Of the episode in progress, with all that only the judge may see.

        Raises:
            ResetNeeded: If no episode is in progress.
        """
        return self._in_progress().challenge

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Arrays, Info]:
        """Start an episode; see :meth:`CodeEvalEnv.reset`."""
        info = self.start(seed=seed, options=options)
        return self.observation(), info

    def start(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Info:
        """Start an episode and leave its observation for later; otherwise as :meth:`reset`."""
        _, info = super().reset(seed=seed, options=options)
        try:
            self.begin()
        except ValueError:
            self._episode = None  # there is no program that could be gone on with
            raise
        return info

    def shared(self) -> dict[str, Any]:
        """Settings that make another environment share what is costly to have twice."""
        return {
            "engine": self.engine,
            "challenges": self.challenges,
            "sampler": self.curriculum.sampler,
        }

    @staticmethod
    def prepare(envs: Sequence["StepwiseEnv"]) -> None:
        """Work out together what environments are about to show; here that is nothing.

        Args:
            envs: Environments of this class.
        """

    def step(  # type: ignore[override]  # the action is a number here
        self, action: int
    ) -> tuple[Arrays, float, bool, bool, Info]:
        """Take one piece, and judge the program if that finishes it.

        Args:
            action: The piece's number.

        Returns:
            Observation, reward, terminated, truncated, info.

        Raises:
            ValueError: If there is no such number.
            ResetNeeded: If no episode is in progress.
        """
        program = self.advance(action)
        if program is None:
            return self.going_on()
        started = time.perf_counter()
        result = self._judge(self._in_progress(), program)
        return self.settle(program, result, time.perf_counter() - started)

    def going_on(self) -> tuple[Arrays, float, bool, bool, Info]:
        """What a step that finishes no program returns.

        Raises:
            ResetNeeded: If no episode is in progress.
        """
        return self.observation(), 0.0, False, False, self._in_progress().info()

    def settle(
        self, program: str, result: Evaluation | SandboxError, seconds: float
    ) -> tuple[Arrays, float, bool, bool, Info]:
        """End a turn.

        Args:
            program: What :meth:`advance` returned.
            result: What judging it gave, or the failure that kept it from being judged.
            seconds: How long judging took.

        Returns:
            Observation, reward, terminated, truncated, info.

        Raises:
            ResetNeeded: If no episode is in progress.
        """
        episode = self._in_progress()
        self._last_evaluation = None if isinstance(result, SandboxError) else result
        turn = episode.take(program, result, seconds, step=self.training_step)
        if turn.terminated:
            self._world.ended(episode)
        elif not turn.truncated:
            self.begin()
        if self.render_mode == "human":
            show(episode)
        return self.observation(), turn.reward, turn.terminated, turn.truncated, turn.info

    def _checked_number(self, action: Any) -> int:
        """The action as an ``int``; NumPy's numbers and arrays of one are taken, too.

        Raises:
            ValueError: If the action space does not hold it.
        """
        if isinstance(action, np.ndarray) and action.size == 1:
            action = action.item()
        if isinstance(action, int | np.integer) and 0 <= action < self.action_space.n:  # type: ignore[attr-defined]  # Discrete
            return int(action)
        raise ValueError(f"An action is a whole number of {self.action_space}, not {action!r:.80}.")


def step_together(
    envs: Sequence[StepwiseEnv], actions: Sequence[int]
) -> list[tuple[Arrays, float, bool, bool, Info]]:
    """Take one step in each of several environments, and judge what is finished as one batch.

    Args:
        envs: Environments that share an engine, a language and what rewards need.
        actions: One for each.

    Returns:
        What each one's :meth:`StepwiseEnv.step` would have returned, measured times aside: of a
        batch each program is said to have taken all of its time.

    Raises:
        ValueError: As :meth:`StepwiseEnv.step`.
        ResetNeeded: If one of the episodes is over.
    """
    programs = [env.advance(action) for env, action in zip(envs, actions, strict=True)]
    pairs = [
        (env.challenge, program)
        for env, program in zip(envs, programs, strict=True)
        if program is not None
    ]
    started = time.perf_counter()
    results = iter(_judged(envs[0], pairs))
    seconds = time.perf_counter() - started
    settled = [
        None if program is None else env.settle(program, next(results), seconds)
        for env, program in zip(envs, programs, strict=True)
    ]
    envs[0].prepare([env for env, turn in zip(envs, settled, strict=True) if turn is None])
    return [turn or env.going_on() for env, turn in zip(envs, settled, strict=True)]


def _judged(
    env: StepwiseEnv, pairs: Sequence[tuple[Challenge, str]]
) -> Sequence[Evaluation | SandboxError]:
    if not pairs:
        return ()
    rules = env.rules
    return env.engine.evaluate_batch(
        pairs, language=rules.language, need=rules.need, on_error="return"
    )
