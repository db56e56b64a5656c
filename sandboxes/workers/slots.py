"""A place in the pool: one program at a time, on a worker of its language."""

from collections.abc import Callable

from codeeval_gym.sandboxes.workers.worker import Worker

__all__ = ["RECYCLE_AFTER", "Slot"]

RECYCLE_AFTER = 5000
"""Runs after which a worker is replaced: all forks of one launcher share its address layout."""


class Slot:
    """Holds the workers of one place, started when first asked for.

    Args:
        start: Starts a worker for a language.
    """

    def __init__(self, start: Callable[[str], Worker]) -> None:
        self._start = start
        self._workers: dict[tuple[str, str], Worker] = {}

    def worker(self, language: str, role: str = "program") -> Worker:
        """A worker for programs of ``language``, or for test code of it.

        Raises:
            SandboxUnavailable: If none can be started.
        """
        worker = self._workers.get((language, role))
        if worker is not None and worker.runs >= RECYCLE_AFTER:
            self.drop()
            worker = None
        if worker is None:
            worker = self._workers[language, role] = self._start(language)
        return worker

    def workers(self) -> list[Worker]:
        """Those there are now."""
        return list(self._workers.values())

    def drop(self) -> None:
        """Close the workers; the next run starts fresh ones."""
        for key in list(self._workers):
            self._workers.pop(key).close()
