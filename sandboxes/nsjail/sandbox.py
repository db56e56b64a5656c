"""The ``nsjail`` sandbox: a pool of worker jails, one program at a time in each."""

import contextlib
import json
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes._base import Capabilities, Sandbox
from codeeval_gym.sandboxes._jobs import MAIN_FILE, check_job
from codeeval_gym.sandboxes.nsjail.reading import Reading, checked_run, parse_record
from codeeval_gym.sandboxes.nsjail.supervision import Supervision, watch
from codeeval_gym.sandboxes.nsjail.toolchain import find_python
from codeeval_gym.sandboxes.nsjail.worker import Worker, WorkerDied
from codeeval_gym.types import Call, Check, Compile, Job, Limits, Outcome, Run, Stdin
from codeeval_gym.values import to_tree

__all__ = ["NsjailSandbox"]

RECYCLE_AFTER = 5000
"""Runs after which a worker is replaced: all forks of one launcher share its address layout."""
_ATTEMPTS = 2
_ADDRESS_SPARE_MB = 64
"""Address space that the interpreter holds before a program has asked for any."""


class _Slot:
    """A place in the pool: a worker for programs and, where test code asks for it, one to check."""

    def __init__(self, start: Callable[[], Worker]) -> None:
        self._start = start
        self._workers: dict[str, Worker] = {}

    def worker(self, role: str) -> Worker:
        worker = self._workers.get(role)
        if worker is not None and worker.runs >= RECYCLE_AFTER:
            self.drop()
            worker = None
        if worker is None:
            worker = self._workers[role] = self._start()
        return worker

    def workers(self) -> list[Worker]:
        return list(self._workers.values())

    def drop(self) -> None:
        """Close the workers; the next run starts fresh ones."""
        for role in list(self._workers):
            self._workers.pop(role).close()


class NsjailSandbox(Sandbox):
    """Judges Python programs in jails that nsjail builds once and a warm fork server fills.

    Args:
        workers: Programs run at one time; ``None`` means the number of usable cores.
        python: ``X.Y`` or the path of the interpreter that programs run on; ``None`` means the
            running interpreter's ``X.Y``.
        cgroups: Use control groups where the machine lets us. Without them limits hold per
            process and figures are lower bounds.

    Raises:
        SandboxUnavailable: If this machine cannot build the jail; says what is missing.
        ValueError: If ``workers`` is not positive.
    """

    def __init__(
        self, *, workers: int | None = None, python: str | None = None, cgroups: bool = True
    ) -> None:
        self._count = len(os.sched_getaffinity(0)) if workers is None else workers
        if self._count < 1:
            raise ValueError(f"workers must be at least 1, not {workers}.")
        self._toolchain = find_python(python, mapped=os.geteuid() == 0)
        self._cgroups = cgroups
        self._lock = threading.Lock()
        self._closed = False
        self._open_pool()
        with self._slot() as slot:  # proves, before anything is promised, that a jail can be had
            self._capabilities = self._describe(slot.worker("program"))

    @property
    def capabilities(self) -> Capabilities:
        """What this sandbox does on this machine."""
        return self._capabilities

    def run(self, job: Job) -> list[Run]:
        """Execute one job; see :meth:`Sandbox.run`."""
        check_job(job, self._capabilities.languages)
        with self._slot() as slot:
            return self._repeat_if_lost(slot, job)

    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        """Execute many jobs on all workers; see :meth:`Sandbox.run_batch`."""
        for job in jobs:
            check_job(job, self._capabilities.languages)
        self._check_owner()
        if len(jobs) == 1:  # a thread of its own would only cost its waking
            return [self._run_or_error(jobs[0])]
        futures = [self._threads.submit(self._run_or_error, job) for job in jobs]
        try:
            return [future.result() for future in futures]
        except BaseException:  # Ctrl-C, or a caller's mistake found late: leave nothing running
            for future in futures:
                future.cancel()
            self._kill_workers()
            raise

    def close(self) -> None:
        """End every worker. A second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if os.getpid() == self._owner:
            self._kill_workers()
            self._threads.shutdown(cancel_futures=True)
        for slot in self._slots:
            slot.drop()

    def worker_pids(self) -> list[int]:
        """The nsjail processes now alive, for monitoring and for tests that kill them."""
        return [worker.pid for slot in self._slots for worker in slot.workers()]

    def _open_pool(self) -> None:
        self._owner = os.getpid()
        self._slots = [_Slot(self._start_worker) for _ in range(self._count)]
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._free.put(slot)
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix="nsjail")

    def _start_worker(self) -> Worker:
        return Worker(self._toolchain, cgroups=self._cgroups)

    def _describe(self, worker: Worker) -> Capabilities:
        group = worker.group
        isolation = ["user, mount, network, pid, ipc and uts namespaces of the worker"]
        isolation.append("pid, mount and ipc namespaces of each run")
        isolation += ["seccomp", "no_new_privs", "no capabilities", "resource limits"]
        if worker.identity.run is not None:
            isolation.append("own user id")
        if group is not None:
            isolation.append(group.version)
        return Capabilities(
            backend="nsjail",
            languages=("python",),
            toolchains=(str(self._toolchain),),
            isolation=tuple(isolation),
            accounting="rusage" if group is None else group.version,
            workers=self._count,
        )

    @contextlib.contextmanager
    def _slot(self) -> Iterator[_Slot]:
        self._check_owner()
        slot = self._free.get()
        try:
            if self._closed:
                raise SandboxError("The sandbox is closed.")
            yield slot
        except BaseException:
            slot.drop()  # its state is not known any more
            raise
        finally:
            self._free.put(slot)

    def _check_owner(self) -> None:
        if self._closed:
            raise SandboxError("The sandbox is closed.")
        if os.getpid() != self._owner:  # a fork copied the pool, but the workers are the parent's
            with self._lock:
                for slot in self._slots:
                    slot.drop()
                self._open_pool()

    def _kill_workers(self) -> None:
        for slot in self._slots:
            for worker in slot.workers():
                worker.kill()

    def _run_or_error(self, job: Job) -> list[Run] | SandboxError:
        try:
            with self._slot() as slot:
                return self._repeat_if_lost(slot, job)
        except SandboxError as error:
            return error

    def _repeat_if_lost(self, slot: _Slot, job: Job) -> list[Run]:
        """Run the job; once more, on a fresh worker, if ours was lost."""
        for _ in range(_ATTEMPTS):
            try:
                return _execute(slot, job)
            except WorkerDied as error:
                lost = error
                slot.drop()
                if self._closed:
                    break
        raise SandboxError(f"Two workers in a row were lost: {lost}") from lost


def _execute(slot: _Slot, job: Job) -> list[Run]:
    first = job.inputs[0]
    if isinstance(first, Check):
        return [_check(slot, job, item) for item in job.inputs if isinstance(item, Check)]
    if isinstance(first, Call):
        calls = [item for item in job.inputs if isinstance(item, Call)]
        trees = [[item.function, [to_tree(value) for value in item.args]] for item in calls]
        return _once(slot, job, "calls", job.limits, calls=trees).call_runs(len(calls))
    if isinstance(first, Compile):
        return [_once(slot, job, "compile", job.limits).base()] * len(job.inputs)
    return _scripts(slot, job)


def _scripts(slot: _Slot, job: Job) -> list[Run]:
    """One process per input; the time limits hold for all of them together."""
    wall, cpu = job.limits.wall_seconds, job.limits.cpu_seconds
    runs: list[Run] = []
    for item in job.inputs:
        assert isinstance(item, Stdin)
        if wall <= 0 or cpu <= 0:
            runs.append(Run(Outcome.TIME_LIMIT, error="earlier inputs used up the time"))
            continue
        limits = replace(job.limits, wall_seconds=wall, cpu_seconds=cpu)
        run = _once(slot, job, "script", limits, stdin=item.text).base()
        wall -= run.usage.wall_seconds or 0.0
        cpu -= run.usage.cpu_seconds or 0.0
        runs.append(run)
    return runs


def _once(slot: _Slot, job: Job, mode: str, limits: Limits, **payload: Any) -> Reading:
    worker = slot.worker("program")
    run = _start(worker, mode, job, limits, payload)
    watch([run])
    return Reading(run.ending, worker)


def _check(slot: _Slot, job: Job, item: Check) -> Run:
    """Two jails: the program answers calls, the test code makes them; we carry plain data."""
    ours, theirs = slot.worker("program"), slot.worker("checker")
    program = _start(ours, "serve", job, job.limits, {"function": item.function})
    try:
        test = Job(job.language, {MAIN_FILE: item.code}, (Compile(),))
        checker = _start(theirs, "check", test, job.limits, {})
    except BaseException:
        program.abort()
        raise

    def carry(sender: Supervision, lines: list[bytes]) -> None:
        for line in lines:
            record = parse_record(line)
            if sender is checker and "call" in record:
                program.send(_line(record["call"]))
            elif sender is program and ("answer" in record or "raised" in record):
                checker.send(_line(_only_plain(record)))

    watch([program, checker], carry)
    return checked_run(Reading(program.ending, ours), Reading(checker.ending, theirs))


def _only_plain(record: dict[str, Any]) -> dict[str, Any]:
    """The reply a checker is given: one answer, or one line of text."""
    if "answer" in record:
        return {"answer": record["answer"]}
    raised = record["raised"]
    return {"raised": str(raised.get("text") if isinstance(raised, dict) else raised)[:300]}


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _start(
    worker: Worker, mode: str, job: Job, limits: Limits, payload: dict[str, Any]
) -> Supervision:
    own_uid = worker.identity.run is not None
    request = {
        "mode": mode,
        "own_uid": own_uid,
        "environment": dict(job.environment),
        "limits": {
            "cpu_seconds": limits.cpu_seconds,
            # Without an id of its own the program shares ours, and our processes count, too.
            "processes": limits.processes + (0 if own_uid else 3),
            "disk_mb": limits.disk_mb,
            "address_mb": limits.memory_mb + _ADDRESS_SPARE_MB if worker.group is None else None,
        },
    }
    body = {"files": dict(job.files), "main": MAIN_FILE, **payload}
    return Supervision(worker, request, json.dumps(body).encode("ascii"), limits)
