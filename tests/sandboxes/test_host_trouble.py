"""The machine is short of something: an error then, never a verdict, never a wait without end."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

import pytest

from codeeval_gym.sandboxes.workers.cgroups import make_group
from tests.sandboxes.backends import BACKENDS, source_of_backend, start_backend

SECONDS = 240
"""How long one experiment may take before it counts as hanging."""

PRELUDE = """
import os, resource, sys, threading, time
from codeeval_gym.errors import SandboxError
from codeeval_gym.sandboxes import make
from codeeval_gym.types import Call, Job, Limits, Stdin
PYTHON = Job("python", {"main.py": "def f(n):\\n    return n + 1\\n"}, (Call("f", (1,)),))
CPP = Job("cpp", {"main.cpp": "int f(int n) { return n + 1; }"}, (Call("f", (1,)),))
JAVA = Job(
    "java", {"main.java": "class Solution { static int f(int n) { return n + 1; } }"},
    (Call("f", (1,)),),
)
JAVASCRIPT = Job(
    "javascript", {"main.js": "function f(n) { return n + 1; }"}, (Call("f", (1,)),)
)
def judged(job):
    try:
        (run,) = sandbox.run(job)
    except SandboxError:
        return "error"
    return "right" if run.returned and run.returned.value == 2 else f"{run.outcome}: {run.error}"
"""

FEW_DESCRIPTORS = """
with {source} as sandbox:
    said = [judged(PYTHON), judged(CPP)]
    before = len(os.listdir("/proc/self/fd"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for more in range({first}, 26, {step}):
        resource.setrlimit(resource.RLIMIT_NOFILE, (before - 1 + more, hard))
        said += [judged(PYTHON), judged(CPP)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    said += [judged(PYTHON), judged(CPP)]
    print(sorted(set(said)), said[0], said[2], said[-1])
"""


FREE = {"fast": (0, 2), "strict": (1, 2), "podman": (0, 5)}
"""How many descriptors are left: from which number on, in which steps. Both modes make it each."""


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_process_without_free_descriptors_gives_errors_until_it_has_some(backend: str) -> None:
    first, step = FREE[backend]
    program = FEW_DESCRIPTORS.replace("{first}", str(first)).replace("{step}", str(step))
    assert output(backend, program) == "['error', 'right'] right error right"


NO_ROOM = """
import tempfile
os.mkdir("/var/tmp/t")
tempfile.tempdir = "/var/tmp/t"
def fill():
    for size in (1 << 16, 0):  # first its blocks, then its inodes
        try:
            for number in range(10_000):
                with open(f"/var/tmp/{number}{size}", "wb") as file:
                    file.write(bytes(size))
        except OSError:
            continue
def empty():
    for name in os.listdir("/var/tmp"):
        if name.isdigit():
            os.unlink(f"/var/tmp/{name}")
with {source} as sandbox:
    said = [judged(PYTHON)]
    fill()
    # The first has its worker; the others need headers, archives, or a worker's temporary file.
    said += [judged(PYTHON), judged(CPP), judged(JAVA), judged(JAVASCRIPT)]
    empty()
    said += [judged(PYTHON)]
with {source} as sandbox:
    print(*said, judged(CPP))
try:
    fill()
    {source}.close()
except SandboxError as error:
    print(type(error).__name__)
"""


def test_a_full_disk_is_an_error_for_what_needs_it() -> None:
    """With a small disk of our own where temporary files and prepared headers go."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    small = "mount -t tmpfs -o size=200m,nr_inodes=600 small /var/tmp"
    said = output("fast", NO_ROOM, "unshare", "-m", "sh", "-c", f'{small} && exec "$@"', "sh")
    assert said == "right right error error error right right\nSandboxUnavailable"


SHORT_OF_MEMORY = """
TOUCH = "import time; time.sleep(0.5); kept = bytearray(b'x') * (600 << 20); f = int\\n"
def touch(memory_mb):
    return Job("python", {"main.py": TOUCH}, (Call("f", (1,)),), Limits(memory_mb=memory_mb))
def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []
def offer_launchers():
    # To be killed first, as they are where a program's memory is mostly files; but not what they
    # have started before.
    while not done.wait(0.01):
        for pid in sandbox.worker_pids():
            for launcher in [pid] if "podman" in {source!r} else children(pid):
                if children(launcher):
                    with open(f"/proc/{launcher}/oom_score_adj", "w") as file:
                        file.write("1000")
with {source} as sandbox:
    said = [judged(PYTHON)]
    done = threading.Event()
    if {offered}:
        thread = threading.Thread(target=offer_launchers)
        thread.start()
    said += [judged(touch(2048))]
    done.set()
    said += [judged(PYTHON), judged(touch(64)).partition(":")[0]]
    print(*said)
"""


@pytest.mark.parametrize("offered", [False, True], ids=["program", "launcher"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_machine_short_of_memory_is_no_memory_limit(backend: str, offered: bool) -> None:
    """The group above the workers' is full, and the kernel kills a program, or its launcher."""
    around = make_group(f"codeeval-gym-test-memory-{os.getpid()}")
    if isinstance(around, str):
        pytest.skip(f"this machine gives us no control group: {around}")
    if around.version == "cgroup v2":
        around.remove()
        pytest.skip("in version 2, no process can live in a group that has others below it")
    try:
        around.start(memory_mb=500, processes=1000)
        program = SHORT_OF_MEMORY.replace("{offered}", str(offered))
        inside = partial(lambda group: group.add(os.getpid()), around)
        said = output(backend, program, entering=inside)
    finally:
        around.remove()
    assert said == "right error right memory_limit"


def output(
    backend: str, program: str, *command: str, entering: Callable[[], None] | None = None
) -> str:
    """What a program prints that has a backend as ``{source}``."""
    start_backend(backend, workers=1).close()  # or skip
    source = source_of_backend(backend, workers=1)
    text = (PRELUDE + program).replace("{source!r}", repr(source)).replace("{source}", source)
    done = subprocess.run(
        [*command, sys.executable, "-c", text],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        preexec_fn=entering,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
