"""A place in the pool: one program at a time, on a worker of its language."""

import contextlib
import functools
import itertools
import os
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from operator import methodcaller
from typing import NamedTuple

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.workers.services import CompileService
from codeeval_gym.sandboxes.workers.worker import Worker

__all__ = ["RECYCLE_AFTER", "Slot"]

RECYCLE_AFTER = 5000
"""Runs after which a worker is replaced: all forks of one launcher share its address layout."""
AHEAD = 2
"""Successors under way: half of a start is waiting for the kernel, so one alone is always late."""
MAX_SEEDED = 12
"""Workers with a hash seed of their own that a slot keeps: ten runs under ten seeds, and some."""


class _Key(NamedTuple):
    language: str
    role: str
    requirements: tuple[str, ...]
    hash_seed: int


class Slot:
    """Holds the workers of one place, started when first asked for.

    Args:
        start: Starts a worker for a language and the packages that its programs declare; with
            ``hash_seed``, if that is asked for.
        stop: Closes one.
        recycle_after: Runs that a worker is used for.
        ahead: Starts a worker's successors while it runs, and ends the one before; ``None`` does
            both when it is asked for a worker.
    """

    def __init__(
        self,
        start: Callable[..., Worker],
        stop: Callable[[Worker], None] = methodcaller("close"),
        *,
        recycle_after: int = RECYCLE_AFTER,
        ahead: Executor | None = None,
    ) -> None:
        self._start, self._stop = start, stop
        self._recycle_after = recycle_after
        self._ahead = ahead
        self._owner = os.getpid()
        self._workers: dict[_Key, Worker] = {}
        self._next: dict[_Key, deque[Future[Worker]]] = defaultdict(deque)
        self.services: dict[tuple[str, tuple[str, ...]], CompileService] = {}
        """Language and requirements to a resident compiler, where one runs."""

    def worker(
        self,
        language: str,
        role: str = "program",
        requirements: tuple[str, ...] = (),
        hash_seed: int = 0,
    ) -> Worker:
        """A worker for programs of ``language``, or for test code of it.

        Args:
            language: The language.
            role: ``program``, ``checker`` or ``compiler``: each has a jail of its own.
            requirements: Packages that the program may import.
            hash_seed: Of Python, where its launcher runs on it.

        Raises:
            SandboxUnavailable: If none can be started.
        """
        key = _Key(language, role, requirements, hash_seed)
        worker = self._workers.pop(key, None)
        if worker is not None and worker.runs >= self._recycle_after:
            self._close(worker)
            worker = None
        if worker is None:
            self._make_room(key)
            worker = self._take(key)
        self._workers[key] = worker  # the last one is the one that was used last
        return worker

    def workers(self) -> list[Worker]:
        """Those there are now."""
        return list(self._workers.values())

    def drop(self) -> None:
        """Close the workers; the next run starts fresh ones.

        Raises:
            SandboxError: If one does not end; the others were closed all the same.
        """
        for served in list(self.services):
            with contextlib.suppress(SandboxError):  # its worker is closed next, whatever it says
                self.services.pop(served).close()
        with contextlib.ExitStack() as stopping:
            for key in list(self._workers):
                stopping.callback(self._stop, self._workers.pop(key))
            for coming in itertools.chain.from_iterable(self._next.values()):
                # After a fork, the thread that would have started it is the parent's.
                if os.getpid() == self._owner or coming.done():
                    with contextlib.suppress(SandboxError):  # one that never came up leaves nothing
                        stopping.callback(self._stop, coming.result())
            self._next.clear()

    def close(self) -> None:
        """Close the workers for good, and wait until those that are ending have ended.

        Raises:
            SandboxError: If one does not end; the others were closed all the same.
        """
        try:
            self.drop()
        finally:
            if self._ahead is not None and os.getpid() == self._owner:
                self._ahead.shutdown()

    def _make_room(self, key: _Key) -> None:
        """Close the seeded worker that was used longest ago, where there would be too many."""
        seeded = [other for other in self._workers if other.hash_seed]
        if key.hash_seed and len(seeded) >= MAX_SEEDED:
            self._close(self._workers.pop(seeded[0]))

    def _take(self, key: _Key) -> Worker:
        start = functools.partial(self._start, key.language, key.requirements)
        if key.hash_seed:
            start = functools.partial(start, hash_seed=key.hash_seed)
        if self._ahead is None or key.hash_seed:  # who asks for a seed seldom asks for it again
            return start()
        coming = self._next[key]
        while len(coming) <= AHEAD:
            coming.append(self._ahead.submit(start))
        return coming.popleft().result()

    def _close(self, worker: Worker) -> None:
        if self._ahead is None:
            self._stop(worker)
        else:
            self._ahead.submit(self._stop, worker)
