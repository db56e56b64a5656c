"""Programs that are handed in one by one, each judged while the next are still written."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from codeeval_gym.errors import SandboxError
from codeeval_gym.types import Challenge, Evaluation

__all__ = ["Judged", "Pending"]

Judged = tuple[str, Evaluation | SandboxError, float]
"""A program, what judging it gave, and how many seconds that took, with those judged beside it."""
Judge = Callable[[list[tuple[Challenge, str]]], Sequence[Evaluation | SandboxError]]


class Pending:
    """At most one program for each slot.

    What has come in while others were being judged is judged together: analysing many texts costs
    little more than analysing one.

    Args:
        judge: Judges some programs. Called from threads.
        slots: How many there are.
        at_once: How many batches are judged at one time.
    """

    def __init__(self, judge: Judge, slots: int, at_once: int) -> None:
        self._judge = judge
        self._slots = slots
        self._at_once = at_once
        self._executor: ThreadPoolExecutor | None = None
        self._futures: dict[int, Future[Judged]] = {}
        self._same: dict[tuple[int, str], Future[Judged]] = {}
        self._waiting: deque[tuple[Future[Judged], Challenge, str]] = deque()

    def __len__(self) -> int:
        return len(self._futures)

    def submit(self, slot: int, challenge: Challenge, program: str) -> None:
        """Begin to judge a slot's program. The same program is judged once, as in a batch.

        Raises:
            ValueError: If the slot has one.
        """
        if slot in self._futures:
            raise ValueError(f"Slot {slot} has a program already: gather() before its next one.")
        if self._executor is None:
            self._executor = ThreadPoolExecutor(self._at_once, "codeeval-judge")
        key = id(challenge), program
        if key not in self._same:
            self._same[key] = Future()
            self._waiting.append((self._same[key], challenge, program))
            self._executor.submit(self._judge_waiting)
        self._futures[slot] = self._same[key]

    def done(self) -> tuple[int, ...]:
        """The slots whose program has been judged, in order."""
        return tuple(sorted(slot for slot, future in self._futures.items() if future.done()))

    def gather(self) -> Sequence[Judged]:
        """Wait for all slots, in order, and forget them.

        Raises:
            ValueError: If a slot has no program.
        """
        missing = [slot for slot in range(self._slots) if slot not in self._futures]
        if missing:
            named = ", ".join(map(str, missing[:10])) + (", …" if len(missing) > 10 else "")
            raise ValueError(f"No program for slot {named} yet: submit() one for every slot.")
        futures = [self._futures[slot] for slot in range(self._slots)]
        try:
            return [future.result() for future in futures]
        finally:
            self.drop()

    def drop(self) -> None:
        """Forget all programs; those that are being judged are judged for nothing."""
        for future in self._futures.values():
            future.cancel()
        self._futures, self._same = {}, {}

    def close(self) -> None:
        """End the threads, once what they judge is judged. A second call does nothing."""
        self.drop()
        if self._executor is not None:
            self._executor.shutdown()
            self._executor = None

    def _judge_waiting(self) -> None:
        """Judge all that has come in; mostly the thread before this one has done so already."""
        taken: list[tuple[Future[Judged], Challenge, str]] = []
        while self._waiting:
            try:
                item = self._waiting.popleft()
            except IndexError:  # another thread was faster
                break
            if item[0].set_running_or_notify_cancel():
                taken.append(item)
        if not taken:
            return
        started = time.perf_counter()
        try:
            results = self._judge([(challenge, program) for _, challenge, program in taken])
            judged = list(zip(taken, results, strict=True))
        except BaseException as error:  # gather() raises it
            for future, *_ in taken:
                future.set_exception(error)
            return
        seconds = time.perf_counter() - started
        for (future, _, program), result in judged:
            future.set_result((program, result, seconds))
