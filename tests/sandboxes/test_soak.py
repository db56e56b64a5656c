"""Thousands of runs, and nothing has grown."""

import resource
from collections.abc import Iterator
from itertools import islice

import pytest

from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes.workers.pool import WorkerSandbox
from codeeval_gym.types import Call, Job, Limits, Run
from tests.sandboxes.backends import LONGER, start_backend
from tests.sandboxes.footprint import assert_footprint, settled
from tests.sandboxes.jobs import ADD, job

SHARE = LONGER if LONGER > 1 else 0.4
"""Of the numbers below. The first round makes warm, and what a run leaves adds up in the others."""
ROUND = 500
RUNS = {"fast": 2_500, "podman": 2_500, "strict": 300}
"""Times ``CODEEVAL_SOAK``: 4 makes it ten thousand, and without it is a thousand."""
MIXED = 50
LANGUAGES = {"cpp": 5, "rust": 5, "javascript": 1, "java": 1}
"""Runs for each of :data:`MIXED`; of a few programs, so that most are compiled already."""
KEPT_MB = 32 if LONGER > 1 else 16
LEAVES_THINGS = (
    "import os, time, tempfile\nopen('/tmp/kept', 'w').write('x' * 100_000)\n"
    "if os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n"
    "def add(a, b):\n    return a + b\n"
)
PROGRAMS = {
    "cpp": ("main.cpp", "int add(int a, int b) {{ return a + b; }} // {}\n"),
    "rust": ("main.rs", "fn add(a: i64, b: i64) -> i64 {{ a + b }} // {}\n"),
    "javascript": ("main.js", "function add(a, b) {{ return a + b; }} // {}\n"),
    "java": (
        "main.java",
        "class Solution {{ static int add(int a, int b) {{ return a + b; }} }} // {}\n",
    ),
}


@pytest.mark.soak
@pytest.mark.parametrize("backend", RUNS)
def test_thousands_of_runs_leave_nothing_behind(backend: str) -> None:
    limits = Limits(processes=8)
    jobs = [
        job(ADD if n % 10 else LEAVES_THINGS, Call("add", (n, 1)), limits=limits)
        for n in range(int(RUNS[backend] * SHARE))
    ]
    with start_backend(backend) as sandbox:
        soak(sandbox, jobs, min(ROUND, len(jobs) // 4))


@pytest.mark.soak
@pytest.mark.parametrize("backend", ["fast", "podman"])
def test_runs_in_other_languages_leave_nothing_behind(backend: str) -> None:
    jobs = [one for n in range(int(MIXED * SHARE)) for one in mixed(n)]
    with start_backend(backend) as sandbox:
        soak(sandbox, jobs, len(jobs) // 4)


def mixed(number: int) -> Iterator[Job]:
    """One job of the slower languages, five of the others."""
    for language, runs in LANGUAGES.items():
        name, text = PROGRAMS[language]
        files = {name: text.format(number % 4)}
        for again in range(runs):
            yield Job(language, files, (Call("add", (number * 10 + again, 1)),))


def soak(sandbox: WorkerSandbox, jobs: list[Job], round_size: int) -> None:
    """Get warm with the first round; all others must leave what there was then."""
    waiting = iter(jobs)
    warm(sandbox, list(islice(waiting, round_size)))
    memory, before = idle_memory(sandbox), settled()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while batch := list(islice(waiting, round_size)):
        assert wrong(sandbox, batch) == []

    assert_footprint(before)
    # Kernel caches of dead namespaces are freed when memory is short, not at once.
    assert idle_memory(sandbox) - memory < KEPT_MB << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - own < KEPT_MB << 10


def warm(sandbox: WorkerSandbox, jobs: list[Job]) -> None:
    """Run them until every slot has a worker of every language.

    Which slot a job comes to is chance. One that met its first of a language later would start a
    worker then, and that is no leak.
    """
    needed = {one.language for one in jobs}
    for _ in range(20):
        assert wrong(sandbox, jobs) == []
        there = [{key.language for key in slot._workers} for slot in sandbox._slots]
        if all(needed <= languages for languages in there):
            return
    raise AssertionError(f"after twenty rounds a slot still lacks a language: {there}")


def wrong(sandbox: WorkerSandbox, jobs: list[Job]) -> list[list[Run] | SandboxError]:
    """What came of the jobs that did not add their numbers."""
    done = zip(jobs, sandbox.run_batch(jobs), strict=True)
    return [runs for one, runs in done if not is_right(one, runs)]


def is_right(one: Job, runs: list[Run] | SandboxError) -> bool:
    (call,) = one.inputs
    assert isinstance(call, Call)
    first, second = call.args
    assert isinstance(first, int)
    assert isinstance(second, int)
    if isinstance(runs, SandboxError):
        return False
    return [run.returned and run.returned.value for run in runs] == [first + second]


def idle_memory(sandbox: WorkerSandbox) -> int:
    """Bytes charged to the workers that there are now."""
    return sum(
        worker.group.memory_bytes()
        for slot in sandbox._slots
        for worker in slot.workers()
        if worker.group is not None
    )
