"""Ten thousand runs, and nothing has grown."""

import gc
import os
import resource
from dataclasses import dataclass
from pathlib import Path

import pytest

from codeeval_gym.sandboxes import NsjailSandbox
from codeeval_gym.sandboxes.workers.cgroups import mounts
from codeeval_gym.types import Call, Job, Limits
from tests.sandboxes.jobs import ADD, job

RUNS = 10_000
LEAVES_THINGS = (
    "import os, time, tempfile\nopen('/tmp/kept', 'w').write('x' * 100_000)\n"
    "if os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n"
    "def add(a, b):\n    return a + b\n"
)


@dataclass(frozen=True)
class Footprint:
    """What must not grow."""

    processes: int
    descriptors: int
    mounts: int
    groups: int
    worker_descriptors: int


def footprint(sandbox: NsjailSandbox) -> Footprint:
    pids = [entry for entry in os.listdir("/proc") if entry.isdigit()]
    launchers = [child for pid in sandbox.worker_pids() for child in children(pid)]
    groups = sum(
        len(list(root.rglob(f"codeeval-gym-{os.getpid()}-*"))) for root in mounts().values()
    )
    return Footprint(
        processes=sum(of_the_sandbox(pid) for pid in pids),
        descriptors=len(os.listdir("/proc/self/fd")),
        mounts=len(Path("/proc/self/mounts").read_text().splitlines()),
        groups=groups,
        worker_descriptors=sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in launchers),
    )


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def of_the_sandbox(pid: str) -> bool:
    """Whether a process lives in one of this process's control groups."""
    try:
        return f"codeeval-gym-{os.getpid()}-" in Path(f"/proc/{pid}/cgroup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def idle_memory(sandbox: NsjailSandbox) -> int:
    return sum(
        worker.group.memory_bytes()
        for slot in sandbox._slots
        for worker in slot.workers()
        if worker.group is not None
    )


@pytest.mark.soak
def test_ten_thousand_runs_leave_nothing_behind(own_sandbox: NsjailSandbox) -> None:
    jobs: list[Job] = [
        job(ADD if n % 10 else LEAVES_THINGS, Call("add", (n, 1)), limits=Limits(processes=8))
        for n in range(500)
    ]
    own_sandbox.run_batch(jobs)  # warm
    gc.collect()
    before, memory = footprint(own_sandbox), idle_memory(own_sandbox)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = 0
    for _ in range(RUNS // len(jobs)):
        results = own_sandbox.run_batch(jobs)
        wrong += sum(
            not isinstance(runs, list)
            or runs[0].returned is None
            or runs[0].returned.value != n + 1
            for n, runs in enumerate(results)
        )
    gc.collect()

    assert wrong == 0
    assert footprint(own_sandbox) == before
    # Kernel caches of dead namespaces are freed when memory is short, not at once.
    assert idle_memory(own_sandbox) - memory < 32 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < 32 << 10
