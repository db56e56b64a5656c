"""A sandbox that writes down every job: the smallest backend of another package."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import Capabilities, NsjailSandbox, Sandbox
from codeeval_gym.types import Job, Run

__all__ = ["LoggedSandbox"]

_log = logging.getLogger(__name__)


class LoggedSandbox(Sandbox):
    """Runs programs in nsjail, one jail for each run, and logs what came of every job.

    Args:
        workers: Programs run at one time; ``None`` means the number of usable cores.
        mode: As :class:`NsjailSandbox` takes it.

    Raises:
        SandboxUnavailable: If this machine cannot build the jails. There is no fallback to less.
    """

    def __init__(self, *, workers: int | None = None, mode: str = "strict") -> None:
        self._inner = NsjailSandbox(workers=workers, mode=mode)

    @property
    def capabilities(self) -> Capabilities:
        """What nsjail does here: the walls are all its own, so nothing more is announced."""
        inner = self._inner.capabilities
        return replace(inner, backend=f"logged {inner.backend}")

    def toolset(self, language: str) -> str:
        """What compiles and runs a language; see :meth:`Sandbox.toolset`."""
        return self._inner.toolset(language)

    def run(self, job: Job) -> list[Run]:
        """Execute one job; see :meth:`Sandbox.run`."""
        try:
            runs = self._inner.run(job)
        except SandboxError as error:
            _log.error("%s: not judged: %s", job.language, error)
            raise
        _write_down(job, runs)
        return runs

    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        """Execute many jobs on all workers; see :meth:`Sandbox.run_batch`."""
        results = self._inner.run_batch(jobs)
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, SandboxError):
                _log.error("%s: not judged: %s", job.language, result)
            else:
                _write_down(job, result)
        return results

    def close(self) -> None:
        """End every jail. A second call does nothing."""
        self._inner.close()


def _write_down(job: Job, runs: list[Run]) -> None:
    # Counts only: what a program printed, or named its functions, is hostile text.
    outcomes = Counter(str(run.outcome) for run in runs)
    counted = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
    _log.info("%s: %s", job.language, counted)
