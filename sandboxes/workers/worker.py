"""The seam between the pool and a backend: one jail with a launcher in it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.dependencies import Environment
from codeeval_gym.sandboxes.workers.cgroups import Group

__all__ = ["END_SECONDS", "Worker", "WorkerDied"]

END_SECONDS = 10.0
"""How long what was killed may take to be gone."""


class WorkerDied(SandboxError):
    """The worker is gone or does not answer; the run has to be repeated on a fresh one."""


class Worker(ABC):
    """A jail that is asked for runs, one at a time, through its launcher."""

    runs: int = 0
    """Runs it was asked for."""
    group: Group | None = None
    """Its control group; ``None`` where the machine lets us have none."""
    own_uid: bool = False
    """Programs run under a user id of their own, not the launcher's."""
    environment: Environment | None = None
    """The packages its programs may import; ``None`` for none."""
    isolation: tuple[str, ...] = ()
    """What keeps a program in, for people."""

    @property
    @abstractmethod
    def pid(self) -> int:
        """The process that holds the jail, in our own numbering."""

    @property
    @abstractmethod
    def control(self) -> int:
        """The control socket's descriptor: readable outside :meth:`launch` once the worker ends."""

    @abstractmethod
    def launch(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        """Start one run.

        Args:
            request: What the run's process 1 is told.
            descriptors: What it is given.

        Returns:
            A pidfd of the run's process 1; the caller closes it.

        Raises:
            WorkerDied: If the launcher is gone or cannot start the run.
        """

    @abstractmethod
    def kill(self) -> None:
        """Kill the jail and everything in it, at once. Safe from any thread."""

    @abstractmethod
    def close(self) -> None:
        """End the jail and remove all that is left of it. A second call does nothing."""
