"""The environment whose action is a program."""

import time
from typing import Any

import gymnasium as gym
from gymnasium.error import ResetNeeded

from codeeval_gym.envs._shared import OfWorld
from codeeval_gym.envs.config import EnvConfig
from codeeval_gym.envs.episode import MAX_TEXT, Episode, Info, Observation
from codeeval_gym.envs.rendering import render, show
from codeeval_gym.envs.spaces import CodeText
from codeeval_gym.envs.world import World, checked_program
from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Evaluation

__all__ = ["CodeEvalEnv"]

RENDER_MODES = ("human", "ansi")


class CodeEvalEnv(OfWorld, gym.Env[Observation, str]):
    """Write a program; it is run in a sandbox, judged, and paid.

    **Action.** A whole program, any ``str``. One that does not define the challenge's function
    is taken as the continuation of the starter code. No text makes :meth:`step` raise.

    **Observation.** A dictionary: ``prompt``, ``starter_code``, ``feedback`` on the last program
    and ``previous_program`` (texts, empty where there is none yet); ``turn``, the turns taken,
    and ``turns_left``.

    **Starting state.** A challenge drawn from the split, or the one that the options name.

    **Reward.** On the last turn what the reward model pays for the program handed in, 0 to 1;
    before it 0. With ``shaping``, also the change in public tests passed.

    **Episode end.** *Terminated* when every test, hidden ones included, passes, or with the last
    turn. *Truncated*, with reward 0, when the sandbox failed: the program was not judged, and a
    trainer should leave the step out.

    **Info.** ``challenge_id``; ``verdict`` (a :class:`~codeeval_gym.types.Verdict`'s value, empty
    before the first program and after an infrastructure failure); ``reward_terms``, the name of
    each term that applies to its value, on public tests alone before the end; ``public_passed``,
    the number of public tests passed; ``hidden_passed``, only after the end; ``usage`` and
    ``timing``, measured figures by name; ``infra_error``, empty unless the sandbox failed.

    Nothing of a hidden test or a reference is in an observation or info, except the reference's
    first lines where the option ``prefix`` asks for them.

    Args:
        render_mode: ``"human"``, to print the episode at every :meth:`reset` and :meth:`step`;
            ``"ansi"``, for :meth:`render` to return it as coloured text; or ``None``.
        config: The fields of :class:`EnvConfig`.

    Raises:
        TypeError: If the render mode or a setting's name is not known.
        ValueError: If a setting cannot be; unknown names suggest the nearest.
        SandboxUnavailable: If this machine cannot isolate.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012 as Gymnasium's
        "render_modes": list(RENDER_MODES),
        "render_fps": 1,
    }

    def __init__(self, *, render_mode: str | None = None, **config: Any) -> None:
        self.render_mode = checked_render_mode(render_mode)
        self._world = World(EnvConfig(**config))
        self._episode: Episode | None = None
        self._last_evaluation: Evaluation | None = None
        self.observation_space = self._world.observation_space()
        self.action_space = CodeText(MAX_TEXT)

    @property
    def last_evaluation(self) -> Evaluation | None:
        """The record of the last program, hidden tests included; ``None`` if it was not judged."""
        return self._last_evaluation

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, Info]:
        """Start an episode.

        Args:
            seed: Seeds the drawing of challenges; ``None`` goes on drawing.
            options: ``challenge_id``, ``history``, ``prefix``: see :meth:`World.start`.

        Returns:
            The observation and the info.

        Raises:
            UnknownNameError: If an option or the challenge is not known.
            ValueError: If an option's value cannot be.
        """
        super().reset(seed=seed)
        self._episode = self._world.start(self.np_random, options)
        self._last_evaluation = None
        if self.render_mode == "human":
            show(self._episode)
        return self._episode.observation(), self._episode.info()

    def step(self, action: str) -> tuple[Observation, float, bool, bool, Info]:
        """Hand in a program.

        Args:
            action: The program.

        Returns:
            Observation, reward, terminated, truncated, info.

        Raises:
            TypeError: If the action is not a string.
            ResetNeeded: If no episode is in progress.
        """
        episode = self._in_progress()
        program = checked_program(action)
        started = time.perf_counter()
        result = self._judge(episode, program)
        self._last_evaluation = None if isinstance(result, SandboxError) else result
        seconds = time.perf_counter() - started
        turn = episode.take(program, result, seconds, step=self.training_step)
        if turn.terminated:
            self._world.ended(episode)
        if self.render_mode == "human":
            show(episode)
        return turn.observation, turn.reward, turn.terminated, turn.truncated, turn.info

    def render(self) -> str | None:
        """The episode as text; ``None`` in the other modes, of which ``"human"`` prints it.

        Raises:
            ResetNeeded: Before the first :meth:`reset`.
        """
        if self.render_mode is None:
            return None
        if self._episode is None:
            raise ResetNeeded("Call reset() before render().")
        if self.render_mode == "ansi":
            return render(self._episode)
        show(self._episode)
        return None

    def close(self) -> None:
        """Give up the engine; it ends with the last environment that shares it."""
        self._world.close()

    def _judge(self, episode: Episode, program: str) -> Evaluation | SandboxError:
        rules = episode.rules
        try:
            return self.engine.evaluate(
                episode.challenge, program, language=rules.language, need=rules.need
            )
        except SandboxError as error:
            return error

    def _in_progress(self) -> Episode:
        if self._episode is None or self._episode.over:
            what = "has started" if self._episode is None else "is over"
            raise ResetNeeded(
                f"Call reset() before step(): {'no' if self._episode is None else 'the'} "
                f"episode {what}."
            )
        return self._episode


def checked_render_mode(render_mode: str | None) -> str | None:
    """The render mode, if it is one of ours.

    Raises:
        TypeError: If not; stable-baselines3 falls back to ``None`` on this type alone.
    """
    if render_mode not in (None, *RENDER_MODES):
        raise TypeError(f"render_mode must be 'human', 'ansi' or None, not {render_mode!r}.")
    return render_mode
