"""Parts of the machinery are killed at random moments: no wrong verdict, no leak, no hang."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.podman.folders import PARENT
from codeeval_gym.sandboxes.workers.pool import WorkerSandbox
from codeeval_gym.types import Call, Job, Run
from tests.sandboxes.backends import BACKENDS, LONGER, source_of_backend, start_backend
from tests.sandboxes.footprint import (
    assert_footprint,
    command_of,
    footprint,
    groups_of,
    is_launcher,
    is_run,
    jails_of,
    monitors_of,
    mounts_of,
    processes_of,
    wait_until,
    within,
)

SECONDS = 240.0
PROGRAMS = {
    "python": ("main.py", "import time\ndef f(n):\n    time.sleep(0.03)\n    return n + {}\n"),
    "javascript": ("main.js", "function f(n) {{ return n + {}; }}\n"),
    "java": ("main.java", "class Solution {{ static int f(int n) {{ return n + {}; }} }}\n"),
    "cpp": ("main.cpp", "int f(int n) {{ return n + {}; }}\n"),
    "rust": ("main.rs", "fn f(n: i64) -> i64 {{ n + {} }}\n"),
}
SHARES = {"python": 16, "javascript": 5, "java": 5, "cpp": 3, "rust": 3}
"""How many jobs: each is a program of its own, so each is compiled."""


@pytest.mark.parametrize("seed", range(LONGER))
@pytest.mark.parametrize("backend", BACKENDS)
def test_whatever_is_killed_no_verdict_is_wrong(backend: str, seed: int) -> None:
    before = footprint()
    others = {*processes_of(os.getpid()), *monitors_of(os.getpid())}
    chosen = random.Random(seed)
    jobs = [
        (Job(language, {name: text.format(n)}, (Call("f", (1000,)),)), 1000 + n)
        for language, (name, text) in PROGRAMS.items()
        for n in range(seed * 100, seed * 100 + SHARES[language])
    ]
    chosen.shuffle(jobs)
    with start_backend(backend) as sandbox:
        killer = Killer(sandbox, chosen, others)
        results = within(SECONDS, partial(killer.torment, [job for job, _ in jobs]))
        afterwards = within(SECONDS, partial(sandbox.run_batch, [job for job, _ in jobs[:4]]))
    wrong = [
        (job.language, found)
        for (job, right), runs in zip(jobs, results, strict=True)
        if (found := answer(runs)) not in (right, "lost")
    ]

    assert wrong == []
    assert len(killer.killed) > 4
    assert 2 * sum(answer(runs) == "lost" for runs in results) <= len(killer.killed)
    assert [answer(runs) for runs in afterwards] == [right for _, right in jobs[:4]], afterwards
    assert_footprint(before)


def answer(runs: list[Run] | SandboxError) -> object:
    """What came of a job: its value, ``lost`` if two workers in a row were, else all of it."""
    if isinstance(runs, SandboxError):
        return "lost" if "Two workers in a row were lost" in str(runs) else str(runs)
    (run,) = runs
    return run.returned.value if run.returned else run


class Killer:
    """Kills something of a sandbox now and then, while it works.

    Args:
        sandbox: Whose parts.
        chosen: Decides what is killed, and when.
        others: Processes of other sandboxes, which live on.
    """

    def __init__(self, sandbox: WorkerSandbox, chosen: random.Random, others: set[int]) -> None:
        self._sandbox, self._chosen, self._others = sandbox, chosen, others
        self._done = threading.Event()
        self.killed: list[int] = []
        kinds: list[Callable[[], Iterator[int]]] = [
            lambda: iter(sandbox.worker_pids()),
            lambda: filter(is_launcher, processes_of(os.getpid())),
            lambda: filter(is_run, processes_of(os.getpid())),
            lambda: filter(is_compiler, processes_of(os.getpid())),
            lambda: monitors_of(os.getpid()),
        ]
        self._kinds = kinds

    def torment(self, jobs: list[Job]) -> list[list[Run] | SandboxError]:
        """Run jobs, and kill what runs them."""
        thread = threading.Thread(target=self._kill_now_and_then)
        thread.start()
        try:
            return self._sandbox.run_batch(jobs)
        finally:
            self._done.set()
            thread.join()

    def _kill_now_and_then(self) -> None:
        while not self._done.wait(self._chosen.uniform(0.02, 0.4)):
            there = sorted(set(self._chosen.choice(self._kinds)()) - self._others)
            if there:
                pid = self._chosen.choice(there)
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                self.killed.append(pid)


def is_compiler(pid: int) -> bool:
    """A resident compiler: here, the Java one's process."""
    return b"codeeval.Compiler" in command_of(pid)


SUPERVISOR = """
from codeeval_gym.sandboxes import make
from codeeval_gym.types import Call, Job, Limits, Stdin
limits = Limits(wall_seconds=60)
jobs = [
    Job("python", {{"main.py": "import time; time.sleep(50)"}}, (Stdin(),), limits),
    Job("cpp", {{"main.cpp": "int f(int n) {{ while (true); }}"}}, (Call("f", (1,)),), limits),
]
with {source} as sandbox:
    sandbox.run_batch(jobs)
"""


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_supervisor_killed_in_the_middle_of_runs_leaves_nothing(backend: str) -> None:
    start_backend(backend, workers=1).close()  # or skip
    program = SUPERVISOR.format(source=source_of_backend(backend))
    supervisor = subprocess.Popen([sys.executable, "-c", program])
    wait_until(lambda: is_under_way(supervisor.pid))
    jails = jails_of(supervisor.pid)
    mounted = len(list(mounts_of(supervisor.pid)))
    folders = list(PARENT.glob(f"codeeval-gym-podman-*.{supervisor.pid}.*"))
    supervisor.kill()
    supervisor.wait()

    wait_until(lambda: not [*processes_of(supervisor.pid), *monitors_of(supervisor.pid)])
    wait_until(lambda: not any(map(command_of, jails)))
    assert groups_of(supervisor.pid)
    assert len(folders) == (backend == "podman")
    start_backend(backend, workers=1).close()
    assert groups_of(supervisor.pid) == []
    assert not any(folder.exists() for folder in folders)
    wait_until(lambda: len(list(mounts_of(supervisor.pid))) <= mounted - 2 * len(folders))


def is_under_way(supervisor: int) -> bool:
    """Both programs run: the one that is compiled, too."""
    inside = list(processes_of(supervisor))
    compiled = [pid for pid in inside if command_of(pid).startswith(b"program\0")]
    return len(compiled) == 1 and sum(map(is_run, inside)) == 2
