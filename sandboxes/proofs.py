"""Proves, on this machine, that a sandbox does what it announces: limits bite and walls hold.

Assuming is not enough: limits have gone unenforced for months in other systems because a machine
had the other version of control groups.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from codeeval_gym.sandboxes._base import Sandbox
from codeeval_gym.types import Call, Job, Limits, Outcome, Run, Stdin

__all__ = ["Proof", "describe", "prove"]

MAIN_FILE = "main.py"
_LIMITS = Limits(wall_seconds=10.0, cpu_seconds=5.0, memory_mb=128, processes=8, disk_mb=8)


@dataclass(frozen=True)
class Proof:
    """One claim, and what was seen."""

    claim: str
    """What the sandbox announces."""
    holds: bool
    """Whether it was seen to be so."""
    seen: str
    """What was seen."""


@dataclass(frozen=True)
class _Experiment:
    claim: str
    program: str
    judge: Callable[[Run], bool]
    limits: Limits = _LIMITS


def _ends_as(outcome: Outcome, *, before: float | None = None) -> Callable[[Run], bool]:
    def judge(run: Run) -> bool:
        in_time = before is None or (run.usage.wall_seconds or 0.0) < before
        return run.outcome is outcome and in_time

    return judge


def _prints(text: str) -> Callable[[Run], bool]:
    return lambda run: run.outcome is Outcome.FINISHED and run.stdout.strip() == text


def _figure(name: str, low: float, high: float) -> Callable[[Run], bool]:
    def judge(run: Run) -> bool:
        figure = getattr(run.usage, name)
        return run.outcome is Outcome.FINISHED and figure is not None and low <= figure <= high

    return judge


_TRY_ALL = """\
import os
def refused(action, *arguments):
    try:
        action(*arguments)
    except OSError:
        return True
    return False
print(all([%s]))
"""

_EXPERIMENTS = (
    _Experiment("a program runs", "print(6 * 7)", _prints("42")),
    _Experiment(
        "the wall limit bites",
        "import time\ntime.sleep(60)",
        _ends_as(Outcome.TIME_LIMIT, before=2.0),
        replace(_LIMITS, wall_seconds=0.3),
    ),
    _Experiment(
        "the CPU limit bites, children counted",
        "import os\nos.fork()\nwhile True:\n    pass",
        _ends_as(Outcome.TIME_LIMIT, before=4.0),
        replace(_LIMITS, cpu_seconds=0.4),
    ),
    _Experiment(
        "the memory limit bites",
        "kept = []\nwhile True:\n    kept.append(bytearray(b'x') * (1 << 20))",
        _ends_as(Outcome.MEMORY_LIMIT),
    ),
    _Experiment(
        "the process limit bites",
        "import os, time\nfor _ in range(100):\n    if os.fork() == 0:\n        time.sleep(60)",
        _ends_as(Outcome.RUNTIME_ERROR),
    ),
    _Experiment(
        "the output limit bites",
        "while True:\n    print('x' * 1000)",
        _ends_as(Outcome.OUTPUT_LIMIT),
    ),
    _Experiment(
        "the disk limit bites",
        "with open('/tmp/big', 'wb') as file:\n    while True:\n        file.write(b'x' * 65536)",
        _ends_as(Outcome.OUTPUT_LIMIT),
    ),
    _Experiment(
        "the limit on the number of files bites",
        "n = 0\nwhile True:\n    open(f'/tmp/{n}', 'w').close()\n    n += 1",
        _ends_as(Outcome.OUTPUT_LIMIT),
    ),
    _Experiment(
        "host files are out of reach",
        _TRY_ALL
        % "refused(open, '/etc/passwd'), *(refused(os.listdir, x) for x in ('/root', '/proc'))",
        _prints("True"),
    ),
    _Experiment(
        "everything but /tmp is read-only",
        _TRY_ALL % "refused(open, '/x', 'w'), refused(open, os.__file__, 'a')",
        _prints("True"),
    ),
    _Experiment(
        "there is no network",
        _TRY_ALL.replace("import os", "import os, socket")
        % "refused(socket.socket), refused(socket.socket, socket.AF_UNIX)",
        _prints("True"),
    ),
    _Experiment(
        "no privileges can be had back",
        _TRY_ALL % "refused(os.mknod, '/tmp/d', 0o20600, os.makedev(1, 1)), refused(os.nice, -5)",
        _prints("True"),
    ),
    _Experiment(
        "forbidden system calls end the run",
        "import ctypes\nctypes.CDLL(None).unshare(0x10000000)",
        _ends_as(Outcome.FORBIDDEN),
    ),
    _Experiment(
        "a run finds nothing of the one before",
        "import os\nprint(os.listdir('/tmp'))\nopen('/tmp/note', 'w').close()",
        _prints("['main.py']"),
    ),
    _Experiment(
        "CPU time is measured: 0.3 s of spinning",
        "import time\nwhile time.process_time() < 0.3:\n    pass",
        _figure("cpu_seconds", 0.27, 0.45),
    ),
    _Experiment(
        "peak memory is measured: 64 MiB touched",
        "kept = bytearray(b'x') * (64 << 20)",
        _figure("peak_memory_mb", 62, 84),  # without control groups the interpreter counts, too,
    ),
)


def prove(sandbox: Sandbox) -> Iterator[Proof]:
    """Try every claim, one after the other.

    Args:
        sandbox: The sandbox to be proved.

    Yields:
        Each claim as soon as it has been tried.

    Raises:
        SandboxError: If the sandbox itself fails.
    """
    for experiment in _EXPERIMENTS:
        files = {MAIN_FILE: experiment.program}
        run = sandbox.run(Job("python", files, (Stdin(),), experiment.limits))[0]
        if experiment.claim.startswith("a run finds nothing"):  # it takes two to show that
            run = sandbox.run(Job("python", files, (Stdin(),), experiment.limits))[0]
        yield Proof(experiment.claim, experiment.judge(run), describe(run))
    yield _prove_grading(sandbox)


def _prove_grading(sandbox: Sandbox) -> Proof:
    """Answers cross the border as plain data, and an object that equals everything does not."""
    program = (
        "class Any:\n    def __eq__(self, other): return True\n"
        "def answer(n):\n    return Any() if n else (1, 'two', 3.0)\n"
    )
    calls = (Call("answer", (0,)), Call("answer", (1,)))
    plain, forged = sandbox.run(Job("python", {MAIN_FILE: program}, calls, _LIMITS))
    holds = plain.returned is not None and plain.returned.value == (1, "two", 3.0)
    holds = holds and forged.returned is None
    return Proof("only plain data leaves a jail", holds, forged.error or describe(forged))


def describe(run: Run) -> str:
    """One line on how a run ended and what it used."""
    usage = run.usage
    parts = [str(run.outcome)]
    if usage.wall_seconds is not None:
        parts.append(f"{usage.wall_seconds * 1000:.0f} ms wall")
    if usage.cpu_seconds is not None:
        parts.append(f"{usage.cpu_seconds * 1000:.0f} ms CPU")
    if usage.peak_memory_mb is not None:
        parts.append(f"{usage.peak_memory_mb:.1f} MiB")
    return ", ".join(parts)
