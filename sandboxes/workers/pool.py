"""A sandbox made of workers: a pool of slots, one program at a time in each."""

import contextlib
import os
import queue
import threading
import time
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar

from codeeval_gym.errors import LanguageUnavailable, SandboxError, SandboxUnavailable
from codeeval_gym.sandboxes._base import Capabilities, Sandbox
from codeeval_gym.sandboxes._jobs import check_job
from codeeval_gym.sandboxes.dependencies import DependencyResolver
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.workers.bootstrap import COMMON_MODULES, Preparation
from codeeval_gym.sandboxes.workers.cgroups import sweep_groups
from codeeval_gym.sandboxes.workers.execution import execute
from codeeval_gym.sandboxes.workers.slots import AHEAD, Slot
from codeeval_gym.sandboxes.workers.toolbox import Toolbox
from codeeval_gym.sandboxes.workers.worker import Worker, WorkerDied
from codeeval_gym.types import Job, Outcome, Run

__all__ = ["WorkerSandbox"]

MODES = ("fast", "strict")
CLOSE_SECONDS = 60.0
"""How long callers may take to notice that the sandbox is closed."""
_ATTEMPTS = 2
_LOOK_SECONDS = 0.02


class WorkerSandbox(Sandbox):
    """Judges programs on workers of a backend. A backend says how one is started.

    Args:
        workers: Programs run at one time; ``None`` means the number of usable cores.
        toolbox: The languages.
        mode: ``fast``: a worker serves many runs, each in namespaces of its own. ``strict``: each
            run has a worker of its own, started ahead.
        dependencies: Where packages that jobs declare come from; ``None`` refuses such jobs.

    Raises:
        SandboxUnavailable: If this machine cannot start a worker; says what is missing.
        ValueError: If ``workers`` is not positive, or there is no such mode.
    """

    backend: ClassVar[str]
    """The backend's name."""

    def __init__(
        self,
        *,
        workers: int | None,
        toolbox: Toolbox,
        mode: str = "fast",
        dependencies: DependencyResolver | None = None,
    ) -> None:
        self._count = len(os.sched_getaffinity(0)) if workers is None else workers
        if self._count < 1:
            raise ValueError(f"workers must be at least 1, not {workers}.")
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, not {mode!r}.")
        self.mode = mode
        self._toolbox = toolbox
        self._dependencies = dependencies
        self._lock = threading.Lock()
        self._closed = False
        self._grouped = False
        self._open_pool()
        try:
            with self._slot() as slot:  # proves, before anything is promised, that one can be had
                worker = slot.worker("python")
                self._capabilities = self._describe(worker)
                self._grouped = worker.group is not None
        except BaseException:
            self.close()
            raise

    @abstractmethod
    def start_worker(self, toolchain: Toolchain, preparation: Preparation) -> Worker:
        """Start a worker.

        Args:
            toolchain: What programs run on, and what of the host they are shown.
            preparation: What its launcher does before its first fork.

        Raises:
            SandboxUnavailable: If this machine cannot; says what is missing.
        """

    @property
    def capabilities(self) -> Capabilities:
        """What this sandbox does on this machine."""
        return self._capabilities

    def toolset(self, language: str) -> str:
        """What compiles and runs a language here; see :meth:`Sandbox.toolset`."""
        return str(self._toolbox.toolchain(language))

    def run(self, job: Job) -> list[Run]:
        """Execute one job; see :meth:`Sandbox.run`."""
        self._check(job)
        with self._slot() as slot:
            return self._repeat_if_lost(slot, job)

    def run_batch(self, jobs: Sequence[Job]) -> list[list[Run] | SandboxError]:
        """Execute many jobs on all workers; see :meth:`Sandbox.run_batch`."""
        for job in jobs:
            self._check(job)
        self._check_owner()
        if len(jobs) == 1:  # a thread of its own would only cost its waking
            return [self._run_or_error(jobs[0])]
        abandoned = threading.Event()
        futures = [self._threads.submit(self._run_or_error, job, abandoned) for job in jobs]
        try:
            return [future.result() for future in futures]
        except BaseException:  # Ctrl-C, or a caller's mistake found late: leave nothing running
            abandoned.set()
            for future in futures:
                future.cancel()
            self._kill_workers()
            raise

    def close(self) -> None:
        """End every worker. A second call does nothing.

        Raises:
            SandboxError: If one does not end; the others were ended all the same.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        if os.getpid() == self._owner:
            self._kill_workers()
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._take_back()
            self._threads.shutdown()
        with contextlib.ExitStack() as closing:
            for slot in self._slots:
                closing.callback(self._free.put, slot)  # who still waits for one is told
                closing.callback(slot.close)

    def _take_back(self) -> None:
        """Wait until no caller uses a slot: each must end its own run, which we make short."""
        left, deadline = self._count, time.monotonic() + CLOSE_SECONDS
        while left and time.monotonic() < deadline:
            try:
                self._free.get(timeout=_LOOK_SECONDS)
                left -= 1
            except queue.Empty:
                self._kill_workers()  # one may have been starting

    def worker_pids(self) -> list[int]:
        """The processes that hold jails now, for monitoring and for tests that kill them."""
        return [worker.pid for slot in self._slots for worker in slot.workers()]

    def _check(self, job: Job) -> None:
        self._toolbox.language(job.language)
        check_job(job, self._toolbox.main_files)
        if self._dependencies is not None:
            self._dependencies.key(job.requirements, job.language)
        elif job.requirements:
            raise ValueError(
                f"The job declares the packages {', '.join(job.requirements)}, and this sandbox "
                "has none. Give it dependencies=DependencyResolver(AllowList.load(PATH))."
            )
        self._toolbox.toolchain(job.language)  # a missing one is said before anything is started

    def _open_pool(self) -> None:
        self._owner = os.getpid()
        sweep_groups()
        self._slots = [self._new_slot() for _ in range(self._count)]
        self._free: queue.LifoQueue[Slot] = queue.LifoQueue()
        for slot in self._slots:
            self._free.put(slot)
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix=self.backend)

    def _new_slot(self) -> Slot:
        if self.mode == "fast":
            return Slot(self._start_worker, self._stop_worker)
        ahead = ThreadPoolExecutor(AHEAD + 1, thread_name_prefix=f"{self.backend}-next")
        return Slot(self._start_worker, self._stop_worker, recycle_after=1, ahead=ahead)

    def _start_worker(
        self, language: str, requirements: tuple[str, ...], hash_seed: int = 0
    ) -> Worker:
        toolchain = self._toolbox.toolchain(language)
        modules = COMMON_MODULES if language == "python" and self.mode == "fast" else ()
        single_use = self.mode == "strict"
        if not requirements or self._dependencies is None:
            bare = Preparation(modules, single_use=single_use, hash_seed=hash_seed)
            return self._start_or_say(toolchain, bare)
        environment = self._dependencies.resolve(requirements, language)
        try:
            toolchain = replace(toolchain, binds=(*toolchain.binds, *environment.binds))
            loaded = environment.modules if language == "python" else ()
            prepared = Preparation(
                (*modules, *loaded),
                environment.python_path,
                environment.variables,
                single_use,
                hash_seed,
            )
            worker = self._start_or_say(toolchain, prepared)
        except BaseException:
            self._dependencies.release(environment)
            raise
        worker.environment = environment
        return worker

    def _start_or_say(self, toolchain: Toolchain, preparation: Preparation) -> Worker:
        remedy = "See to it that this machine has room for files, descriptors and processes."
        try:
            worker = self.start_worker(toolchain, preparation)
        except OSError as error:
            missing = f"a worker could not be started ({error})."
            raise SandboxUnavailable(self.backend, missing, remedy) from error
        if self._grouped and worker.group is None:  # never less than was announced
            worker.close()
            missing = "a worker got no control group, and those before it had one."
            raise SandboxUnavailable(self.backend, missing, remedy)
        return worker

    def _stop_worker(self, worker: Worker) -> None:
        worker.close()
        if worker.environment is not None and self._dependencies is not None:
            self._dependencies.release(worker.environment)
            worker.environment = None

    def _describe(self, worker: Worker) -> Capabilities:
        group = worker.group
        isolation = [*worker.isolation, "pid, mount and ipc namespaces of each run"]
        isolation += ["seccomp", "no_new_privs", "no capabilities", "resource limits"]
        if self.mode == "strict":
            isolation.append("a worker of its own for each run")
        if worker.own_uid:
            isolation.append("own user id")
        if group is not None:
            isolation.append(group.version)
        return Capabilities(
            backend=self.backend if self.mode == "fast" else f"{self.backend} {self.mode}",
            languages=self._toolbox.names,
            toolchains=(str(self._toolbox.launcher),),
            isolation=tuple(isolation),
            accounting="rusage" if group is None else group.version,
            workers=self._count,
        )

    @contextlib.contextmanager
    def _slot(self) -> Iterator[Slot]:
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

    def _run_or_error(
        self, job: Job, abandoned: threading.Event | None = None
    ) -> list[Run] | SandboxError:
        try:
            with self._slot() as slot:
                return self._repeat_if_lost(slot, job, abandoned)
        except SandboxError as error:
            return error

    def _explained(self, job: Job, runs: list[Run]) -> list[Run]:
        """Say of every module that is not there what the allow-list knows of it."""
        if self._dependencies is None:
            return runs
        if not any(run.outcome is Outcome.UNKNOWN_MODULE for run in runs):
            return runs
        program = job.files[self._toolbox.main_files[job.language]]
        missing = self._dependencies.unknown_imports(program, job.language, job.requirements)
        said = " ".join(
            self._dependencies.explain(item.name, job.language, job.requirements)
            for item in missing
        )
        return [
            replace(run, error=f"{run.error}. {said}")
            if said and run.outcome is Outcome.UNKNOWN_MODULE
            else run
            for run in runs
        ]

    def _repeat_if_lost(
        self, slot: Slot, job: Job, abandoned: threading.Event | None = None
    ) -> list[Run]:
        """Run the job; once more, on a fresh worker, if ours was lost and somebody still asks."""
        lost: SandboxError
        for _ in range(_ATTEMPTS):
            try:
                return self._explained(job, execute(slot, job, self._toolbox))
            except LanguageUnavailable:
                raise
            except (WorkerDied, SandboxUnavailable) as error:  # in a run, or while it started
                lost = error
                slot.drop()
                if self._closed or (abandoned is not None and abandoned.is_set()):
                    break
            except (OSError, MemoryError) as error:  # ours: a program's are its run's
                raise SandboxError(f"This machine is short of something: {error!r}") from error
        raise SandboxError(f"Two workers in a row were lost: {lost}") from lost
