"""Watches one run from outside: collects what it writes, holds its limits, sees its end.

Nothing here believes the program. Times are ours, exit codes are process 1's, memory and CPU are
the control group's; what comes over the answer channel is kept as bytes for a bounded decoder.
"""

import contextlib
import json
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from codeeval_gym.sandboxes.workers.cgroups import Baseline
from codeeval_gym.sandboxes.workers.waiting import readable
from codeeval_gym.sandboxes.workers.worker import END_SECONDS, Worker, WorkerDied
from codeeval_gym.types import Limits

__all__ = ["Ending", "Supervision", "await_line", "memory_file", "watch"]

ANSWER_FACTOR = 16
"""Answers may be this many times as long as standard output."""
MIN_CPU_CHECK_SECONDS = 0.005
_CHUNK = 1 << 16
_CPUS = os.cpu_count() or 1


@dataclass
class Ending:
    """All that was seen of one run."""

    stdout: bytes = b""
    stderr: bytes = b""
    answers: bytes = b""
    status: bytes = b""
    limit: str | None = None
    """``time``, ``memory``, ``output`` or ``answers`` if that limit ended it."""
    aborted: bool = False
    """We ended it, because a run it was paired with was over."""
    started: float = 0.0
    """Monotonic seconds."""
    ended: float = 0.0
    """Monotonic seconds."""
    cpu_seconds: float | None = None
    peak_memory_mb: float | None = None
    disk_read_kb: float | None = None
    disk_write_kb: float | None = None

    def reports(self) -> list[dict[str, Any]]:
        """What process 1 said, in order."""
        return [json.loads(line) for line in self.status.splitlines() if line.endswith(b"}")]


@dataclass
class _Stream:
    """One pipe from the run, and how much of it is kept."""

    descriptor: int
    name: str
    cap: int
    data: bytearray = field(default_factory=bytearray)

    def read(self) -> bool:
        """Take what is there. Returns False at the end of the pipe."""
        try:
            chunk = os.read(self.descriptor, _CHUNK)
        except BlockingIOError:
            return True
        self.data += chunk
        return bool(chunk)

    @property
    def over(self) -> bool:
        return len(self.data) > self.cap


class Supervision:
    """One run under way.

    Args:
        worker: Where it runs.
        request: What its process 1 is told.
        payload: The job's bytes, handed over as a sealed-off memory file.
        limits: What it may use.
        extra: One more descriptor that process 1 is given, e.g. an executable; stays the caller's.

    Raises:
        WorkerDied: If the worker could not start it.
    """

    def __init__(
        self,
        worker: Worker,
        request: dict[str, Any],
        payload: bytes,
        limits: Limits,
        extra: int | None = None,
    ) -> None:
        self.worker = worker
        self.limits = limits
        self.ending = Ending()
        self._baseline = self._start_accounting()
        output = limits.output_kb * 1024
        caps = {"stdout": output, "stderr": output, "answers": output * ANSWER_FACTOR}
        given = [memory_file(payload)]
        self._streams: list[_Stream] = []
        self._calls = -1
        try:
            for name in ("stdout", "stderr", "answers", "status"):
                read, write = os.pipe()
                given.append(write)
                os.set_blocking(read, False)
                self._streams.append(_Stream(read, name, caps.get(name, 1 << 20)))
            calls, self._calls = os.pipe()
            given.append(calls)
            os.set_blocking(self._calls, False)
            self.ending.started = time.monotonic()
            self.pidfd = worker.launch(request, given if extra is None else [*given, extra])
        except BaseException:
            self._close_streams()
            raise
        finally:
            for descriptor in given:
                os.close(descriptor)
        self._next_cpu_check = self.ending.started + limits.cpu_seconds / _CPUS
        self._open = {stream.descriptor: stream for stream in self._streams}
        self._done = False
        self._seen = 0
        self._outbox = bytearray()

    def descriptors(self) -> list[int]:
        """What :func:`watch` has to wait for."""
        return [*self._open, self.pidfd, self.worker.control]

    def wants_to_write(self) -> int | None:
        """The descriptor to wait for before more can be sent, if anything is left to send."""
        return self._calls if self._outbox else None

    def deadline(self) -> float:
        """The next moment at which a limit may be reached, in monotonic seconds."""
        return min(self.ending.started + self.limits.wall_seconds, self._next_cpu_check)

    def advance(self, ready: set[int]) -> bool:
        """Take in what is ready and hold the limits.

        Returns:
            True once the run is over and nothing of it is left.

        Raises:
            WorkerDied: If the worker went away, and not because of the run's memory, or if the
                machine around it ran out of memory.
        """
        if self._outbox:
            self._push()
        for descriptor in ready & self._open.keys():
            stream = self._open[descriptor]
            if not stream.read():
                del self._open[descriptor]
            elif stream.over:
                return self._finish(limit="answers" if stream.name == "answers" else "output")
        if self.pidfd in ready or self._reported_end():
            return self._finish()
        if self.worker.control in ready:
            return self._lost_worker()
        return self._hold_time_limits()

    def new_records(self) -> list[bytes]:
        """Complete lines on the answer channel since the last call."""
        data = self._streams[2].data
        end = data.rfind(b"\n") + 1
        lines = bytes(data[self._seen : end]).splitlines()
        self._seen = max(self._seen, end)
        return lines

    def alive(self) -> bool:
        """False once its process has ended. Looks, and grants the time limits anew.

        Raises:
            WorkerDied: If the worker went away.
        """
        if self._done:
            return False
        self.renew()
        while ready := _ready([self], 0.0):
            if self.advance(ready):
                return False
        return True

    def take_line(self) -> bytes | None:
        """The next complete line on the answer channel, which is then forgotten."""
        data = self._streams[2].data
        end = data.find(b"\n") + 1
        line = bytes(data[:end])
        del data[:end]
        return line or None

    def renew(self) -> None:
        """Grant the time limits anew: for a process that serves one request after the other."""
        self.ending.started = time.monotonic()
        if self._baseline is not None:
            self._baseline = replace(
                self._baseline, cpu=(self._cpu_seconds() or 0.0) + self._baseline.cpu
            )
        self._next_cpu_check = self.ending.started + self.limits.cpu_seconds / _CPUS

    def send(self, data: bytes) -> None:
        """Hand the program a line, without ever waiting for it to be read."""
        self._outbox += data
        self._push()

    def _push(self) -> None:
        try:
            while self._outbox:
                del self._outbox[: os.write(self._calls, self._outbox)]
        except BlockingIOError:
            return
        except BrokenPipeError:  # it closed its end: whatever follows from that, it will not answer
            self._outbox.clear()

    def abort(self) -> None:
        """End the run now, if it is not over. A second call does nothing."""
        if not self._done:
            self.ending.aborted = True
            self._finish()

    def _start_accounting(self) -> Baseline | None:
        if self.worker.group is None:
            return None
        # The launcher and process 1 are ours, beside what the program may start.
        return self.worker.group.start(self.limits.memory_mb, self.limits.processes + 2)

    def _reported_end(self) -> bool:
        """Process 1 closed its channel: it has no more to say."""
        return self._streams[3].descriptor not in self._open

    def _hold_time_limits(self) -> bool:
        now = time.monotonic()
        if now >= self.ending.started + self.limits.wall_seconds:
            return self._finish(limit="time")
        if now >= self._next_cpu_check:
            left = self.limits.cpu_seconds - (self._cpu_seconds() or 0.0)
            if left <= 0:
                return self._finish(limit="time")
            self._next_cpu_check = now + max(left / _CPUS, MIN_CPU_CHECK_SECONDS)
        return False

    def _finish(self, limit: str | None = None) -> bool:
        """Kill what is left, wait until it is gone, and take the last figures."""
        self._done = True
        self.ending.ended = time.monotonic()
        try:
            self._read_io()
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            if not readable(self.pidfd, seconds=END_SECONDS):
                self.worker.kill()
                raise WorkerDied("A killed run did not end.")
            self._drain()
            self._account(limit)
        finally:
            os.close(self.pidfd)
            self._close_streams()
        return True

    def _lost_worker(self) -> bool:
        """The launcher ended. If the run's memory took it along, that is the run's verdict."""
        self._done = True
        self.ending.ended = time.monotonic()
        os.close(self.pidfd)
        self._close_streams()
        if self._ran_out_of_memory():
            self.ending.limit = "memory"
            return True
        raise WorkerDied("The worker ended in the middle of a run.")

    def _drain(self) -> None:
        """Every writer is dead: what is in the pipes is all there is."""
        for stream in self._open.values():
            while not stream.over and stream.read() and readable(stream.descriptor, seconds=0):
                pass

    def _account(self, limit: str | None) -> None:
        ending = self.ending
        for stream in self._streams:
            setattr(ending, stream.name, bytes(stream.data[: stream.cap]))
            if stream.over and limit is None:
                limit = "answers" if stream.name == "answers" else "output"
        ending.cpu_seconds = self._cpu_seconds()
        if self.worker.group is not None and self._baseline is not None:
            peak = self.worker.group.peak_bytes()
            if peak is not None:
                ending.peak_memory_mb = max(0, peak - self._baseline.memory) / (1 << 20)
        over_cpu = (ending.cpu_seconds or 0.0) >= self.limits.cpu_seconds
        if self.worker.group is None:
            over_cpu = self._account_without_group()
        if self._ran_out_of_memory():
            limit = "memory"
        ending.limit = limit or ("time" if over_cpu else None)

    def _account_without_group(self) -> bool:
        """Take process 1's word on CPU time. True if the kernel's CPU limit ended the program."""
        end = next((item for item in self.ending.reports() if "cpu_seconds" in item), None)
        if end is None:
            return False
        self.ending.cpu_seconds = float(end["cpu_seconds"])
        stopped = end["signal"] in (signal.SIGXCPU, signal.SIGKILL)
        # The kernel stops by ticks and reports by the clock: on a busy machine, a process that was
        # stopped at its limit was seen to show less than half of it.
        return bool(stopped and self.ending.cpu_seconds > 0.25 * self.limits.cpu_seconds)

    def _cpu_seconds(self) -> float | None:
        if self.worker.group is None or self._baseline is None:
            return None
        return self.worker.group.cpu_seconds() - self._baseline.cpu

    def _ran_out_of_memory(self) -> bool:
        """Whether the run's own limit had the kernel kill any of its processes.

        Raises:
            WorkerDied: If the kernel did so because the machine, or a group above, was short.
        """
        group, before = self.worker.group, self._baseline
        if group is None or before is None or group.oom_kills() <= before.oom_kills:
            return False
        if not group.was_full(before):
            raise WorkerDied("The machine ran out of memory, and a run's processes were killed.")
        return True

    def _read_io(self) -> None:
        """Bytes that process 1 and all it waited for moved through system calls."""
        try:
            facts = _contents(f"/proc/self/fdinfo/{self.pidfd}")
            pid = int(facts.partition(b"Pid:")[2].split(None, 1)[0])
            counters = _contents(f"/proc/{pid}/io").split()  # name: number name: number …
        except (OSError, IndexError, ValueError):
            return
        self.ending.disk_read_kb = int(counters[1]) / 1024
        self.ending.disk_write_kb = int(counters[3]) / 1024

    def _close_streams(self) -> None:
        for stream in self._streams:
            os.close(stream.descriptor)
        if self._calls >= 0:
            os.close(self._calls)


def await_line(run: Supervision) -> bytes | None:
    """Wait for a line on the answer channel.

    Returns:
        The line; ``None`` if the run ended without one.

    Raises:
        WorkerDied: If the worker went away.
    """
    while (line := run.take_line()) is None:
        if run.advance(_wait([run])):
            return run.take_line()
    return line


def watch(
    runs: list[Supervision], on_records: Callable[[Supervision, list[bytes]], None] | None = None
) -> None:
    """Wait until the first of ``runs`` is over, then end the others.

    Args:
        runs: Runs under way; with more than one, they talk to each other through ``on_records``.
        on_records: Called with complete lines from a run's answer channel as they come.

    Raises:
        WorkerDied: If a worker went away.
    """
    try:
        while True:
            ready = _wait(runs)
            for run in runs:
                over = run.advance(ready)
                if on_records is not None and not over:
                    on_records(run, run.new_records())
                if over:
                    return
    finally:
        with contextlib.ExitStack() as ending:  # each of them, whatever comes of the others
            for run in runs:
                ending.callback(run.abort)


def _wait(runs: list[Supervision]) -> set[int]:
    left = min(run.deadline() for run in runs) - time.monotonic()
    return _ready(runs, max(0, left * 1000 + 0.5))


def _ready(runs: list[Supervision], milliseconds: float) -> set[int]:
    poll = select.poll()
    for run in runs:
        for descriptor in run.descriptors():
            poll.register(descriptor, select.POLLIN)
        if (blocked := run.wants_to_write()) is not None:
            poll.register(blocked, select.POLLOUT)
    return {descriptor for descriptor, _ in poll.poll(milliseconds)}


def _contents(path: str) -> bytes:
    """A short file of the kernel's; Python's file objects would cost more than the reading."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def memory_file(data: bytes) -> int:
    """A file that lies in memory alone, read from its beginning; the caller closes it."""
    descriptor = os.memfd_create("payload", os.MFD_CLOEXEC)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.lseek(descriptor, 0, os.SEEK_SET)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
