"""Wrappers that write down what was judged, to be scored again by any reward."""

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from io import FileIO
from pathlib import Path
from typing import Any

import gymnasium as gym
from gymnasium.utils import RecordConstructorArgs
from gymnasium.vector import VectorWrapper
from numpy.typing import NDArray

from codeeval_gym.envs.episode import Observation
from codeeval_gym.envs.vector import CodeEvalVectorEnv, Step
from codeeval_gym.types import Evaluation, to_json

__all__ = ["RecordEpisodes", "RecordVectorEpisodes"]

_BLOCK = 1 << 16


class _Records:
    """A file of records, one a line, that several processes may add to.

    A writer that was killed may leave half a line. The next to write removes it, so that it loses
    only itself. The file is open only while it is written to.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if self.path.suffix != ".jsonl":
            raise ValueError(f"Records go to a file that ends in .jsonl, not {str(path)!r}.")
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, evaluations: Iterable[Evaluation | None]) -> None:
        """Add what was judged; ``None`` stands for a program that was not."""
        lines = "".join(f"{to_json(item)}\n" for item in evaluations if item is not None)
        if not lines:
            return
        # Unbuffered: what was written is with the kernel before the step ends.
        with self.path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
            _mend(file)
            left = memoryview(lines.encode("ascii"))
            while left:
                left = left[file.write(left) :]


def _mend(file: FileIO) -> None:
    """Let the file end with a line: a half is removed, a whole one gets its end."""
    size = start = file.seek(0, os.SEEK_END)
    tail = b""
    while start and b"\n" not in tail:
        end, start = start, max(0, start - _BLOCK)
        file.seek(start)
        tail = file.read(end - start) + tail
    last = tail[tail.rfind(b"\n") + 1 :]
    if not last:
        return
    try:
        json.loads(last)
    except ValueError:
        file.truncate(size - len(last))
    else:
        file.write(b"\n")


class RecordEpisodes(gym.Wrapper[Observation, str, Observation, str], RecordConstructorArgs):
    """Writes the record of every program that an environment judges.

    One :class:`~codeeval_gym.types.Evaluation` a line, hidden tests included, as trainers write
    them: ``codeeval-gym rescore`` and ``ablate`` read the file. It is for whoever trains, not for
    the policy. A program that could not be judged has no record.

    Lines are added to what the file holds, one write for each step, and several environments, also
    of several processes, may share it. A kill loses at most the line that was being written.

    Args:
        env: An environment of this family, wrapped or not.
        path: A file that ends in ``.jsonl``; its folder is made.

    Raises:
        TypeError: If the environment keeps no ``last_evaluation``.
        ValueError: If the file does not end in ``.jsonl``.
    """

    def __init__(self, env: gym.Env[Any, Any], path: str | os.PathLike[str]) -> None:
        RecordConstructorArgs.__init__(self, path=os.fspath(path))
        gym.Wrapper.__init__(self, env)
        if not hasattr(env.unwrapped, "last_evaluation"):
            raise TypeError(f"{env.unwrapped} keeps no last_evaluation to record.")
        self._records = _Records(path)

    @property
    def path(self) -> Path:
        """Where the records are."""
        return self._records.path

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """As the environment's; what was judged is written down."""
        result = self.env.step(action)
        self._records.add([self.unwrapped.last_evaluation])  # type: ignore[attr-defined]
        return result


class RecordVectorEpisodes(
    VectorWrapper[Observation, Sequence[str], Observation, Sequence[str], NDArray[Any]],
    RecordConstructorArgs,
):
    """As :class:`RecordEpisodes`, for a vector environment: the records of a step, slot by slot.

    Args:
        env: A vector environment of this family, wrapped or not.
        path: As :class:`RecordEpisodes`.

    Raises:
        TypeError: If it is not a :class:`~codeeval_gym.envs.CodeEvalVectorEnv`.
        ValueError: As :class:`RecordEpisodes`.
    """

    def __init__(
        self, env: gym.vector.VectorEnv[Any, Any, Any], path: str | os.PathLike[str]
    ) -> None:
        RecordConstructorArgs.__init__(self, path=os.fspath(path))
        VectorWrapper.__init__(self, env)
        if not isinstance(env.unwrapped, CodeEvalVectorEnv):
            raise TypeError(f"{env.unwrapped} keeps no last_evaluations to record.")
        self._inner = env.unwrapped
        self._records = _Records(path)

    @property
    def path(self) -> Path:
        """Where the records are."""
        return self._records.path

    def step(self, actions: Sequence[str]) -> Step:
        """As the environment's; what was judged is written down."""
        return self._recorded(self.env.step(actions))

    def submit(self, slot: int, program: str) -> None:
        """As :meth:`CodeEvalVectorEnv.submit`.

        Raises:
            TypeError: As there.
            ValueError: As there.
            ResetNeeded: As there.
        """
        self._inner.submit(slot, program)

    def poll(self) -> tuple[int, ...]:
        """As :meth:`CodeEvalVectorEnv.poll`."""
        return self._inner.poll()

    def gather(self) -> Step:
        """As :meth:`CodeEvalVectorEnv.gather`; what was judged is written down."""
        return self._recorded(self._inner.gather())

    def _recorded(self, step: Step) -> Step:
        self._records.add(self._inner.last_evaluations)
        return step
