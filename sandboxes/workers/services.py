"""A resident compiler: one warm process, in a jail of its own, for one program after the other."""

import signal
from dataclasses import replace

from codeeval_gym.sandboxes.languages import CompileReply, ExecutedLanguage, Source, Step
from codeeval_gym.sandboxes.workers.compiling import COMPILE_LIMITS
from codeeval_gym.sandboxes.workers.reading import Reading
from codeeval_gym.sandboxes.workers.starting import start_step
from codeeval_gym.sandboxes.workers.supervision import Supervision, await_line
from codeeval_gym.sandboxes.workers.worker import Worker, WorkerDied
from codeeval_gym.types import Run
from codeeval_gym.values import PlainDataError

__all__ = ["CompileService"]

# Its replies carry whole programs; its CPU time is limited request by request.
_LIMITS = replace(COMPILE_LIMITS, output_kb=8 * 1024, cpu_seconds=3600.0)


class CompileService:
    """Asks a resident compiler, and notices when it is not to be asked again.

    Args:
        worker: A worker that nothing else runs on.
        language: Whose compiler it is.
        step: What starts it.

    Raises:
        WorkerDied: If the worker could not start it.
    """

    def __init__(self, worker: Worker, language: ExecutedLanguage, step: Step) -> None:
        self._language = language
        self._run: Supervision = start_step(
            worker, language, step, _LIMITS, files={}, environment={}, payload={}
        )
        self._run.limits = replace(self._run.limits, cpu_seconds=COMPILE_LIMITS.cpu_seconds)
        self._finished = False

    def usable(self) -> bool:
        """False once it ended, or is not to be trusted with more.

        Raises:
            WorkerDied: If the worker was lost.
        """
        return not self._finished and self._run.alive()

    def compile(self, source: Source) -> CompileReply | Run:
        """Compile one program.

        Returns:
            The reply; or, if the process ended or answered nonsense, how it ended.

        Raises:
            WorkerDied: If the worker was lost.
        """
        self._run.renew()
        self._run.send(self._language.compile_request(source))
        line = await_line(self._run)
        if line is None:
            self._finished = True
            self._require_own_end()
            return Reading(self._run.ending, self._run.worker, precompiled=True).base()
        try:
            reply = self._language.compile_reply(line)
        except PlainDataError:
            self.close()
            return Reading(self._run.ending, self._run.worker, precompiled=True).base()
        if reply.is_last:
            self.close()
        return reply

    def _require_own_end(self) -> None:
        """What is compiled can crash a compiler, and exhaust its limits; it cannot kill it.

        Raises:
            WorkerDied: If it was killed from outside: no program is to blame for that.
        """
        ending = self._run.ending
        killed = any(report.get("signal") == signal.SIGKILL for report in ending.reports())
        if killed and ending.limit is None:
            raise WorkerDied("The resident compiler was killed.")

    def close(self) -> None:
        """End the process. A second call does nothing."""
        self._finished = True
        self._run.abort()
