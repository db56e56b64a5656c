"""The one seam between judging and isolation."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from codeeval_gym.errors import SandboxError, UnknownNameError
from codeeval_gym.types import Job, Run

__all__ = ["Capabilities", "Sandbox"]


@dataclass(frozen=True)
class Capabilities:
    """What a sandbox proved that it does on this machine."""

    backend: str
    """Its name."""
    languages: tuple[str, ...]
    """Languages it knows; :meth:`Sandbox.toolset` says whether this machine has one's tools."""
    toolchains: tuple[str, ...]
    """What the sandbox itself runs on, e.g. ``CPython 3.11.7 (/usr/bin/python3.11)``."""
    isolation: tuple[str, ...]
    """What keeps a program in, e.g. ``pid namespace``, ``seccomp``."""
    accounting: str
    """Where CPU and memory figures come from: ``cgroup v1``, ``cgroup v2``, ``rusage``, or
    ``none`` where there are none."""
    workers: int
    """How many programs it runs at one time."""

    @property
    def fingerprint(self) -> str:
        """Identifies what a verdict may depend on, for caches and records."""
        return f"{self.backend}/{self.accounting}/{'+'.join(self.toolchains)}"


class Sandbox(ABC):
    """Runs programs apart from everything they could profit from.

    Implementations are thread-safe, leak nothing, and never fall back to less isolation than they
    announce: where they cannot isolate, their constructor raises
    :class:`~codeeval_gym.errors.SandboxUnavailable`.
    """

    @property
    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What this sandbox does on this machine."""

    def toolset(self, language: str) -> str:
        """What compiles and runs a language here, e.g. ``g++ 12.2.0 (/usr/bin/g++)``.

        A sandbox that can run external analysers, see :mod:`codeeval_gym.sandboxes.analysers`, is
        asked for them in the same way.

        Raises:
            LanguageUnavailable: If this machine has nothing that does; names the package.
            UnknownNameError: If there is no such language.
        """
        if language not in self.capabilities.languages:
            raise UnknownNameError("language", language, self.capabilities.languages)
        return "; ".join(self.capabilities.toolchains)

    @abstractmethod
    def run(self, job: Job) -> list[Run]:
        """Execute one job.

        Args:
            job: The program and its inputs.

        Returns:
            One run per input, in order. A program that fails is a run with that outcome.

        Raises:
            SandboxError: If the sandbox failed, twice, on a fresh worker each time.
            ValueError: If the job cannot be: unknown language, bad file name, mixed inputs.
        """

    @abstractmethod
    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        """Execute many jobs, as many at one time as there are workers.

        Returns:
            For each job, in order, its runs, or the error that kept it from being run: one
            failure does not take the other jobs with it.

        Raises:
            ValueError: As :meth:`run`, before anything is started.
        """

    @abstractmethod
    def close(self) -> None:
        """End every process of the sandbox. A second call does nothing."""

    def __deepcopy__(self, memo: object) -> Self:
        # Gymnasium copies the arguments of gym.make; a sandbox stays the one it is.
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
