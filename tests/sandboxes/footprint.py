"""What a sandbox has of the machine at one moment, so that tests see what it keeps."""

import faulthandler
import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from codeeval_gym.sandboxes.podman.folders import PARENT
from codeeval_gym.sandboxes.workers.cgroups import mounts
from codeeval_gym.sandboxes.workers.owner import owner_key

_T = TypeVar("_T")


@dataclass(frozen=True)
class Footprint:
    """What must not grow."""

    processes: int
    """Jails, monitors of containers, launchers and programs."""
    worker_descriptors: int
    """Open in the jails' processes."""
    descriptors: int
    """Open in this process."""
    threads: int
    mounts: int
    groups: int
    folders: int
    """Of containers."""


def footprint() -> Footprint:
    """That of every sandbox of this process."""
    gc.collect()
    inside = list(processes_of(os.getpid()))
    kept = PARENT.glob(f"codeeval-gym-podman-{owner_key()}-*/*/")
    return Footprint(
        processes=len(inside) + len(list(monitors_of(os.getpid()))) + len(jails_of(os.getpid())),
        worker_descriptors=sum(map(descriptors_of, inside)),
        descriptors=len(os.listdir("/proc/self/fd")),
        threads=threading.active_count(),
        mounts=len(list(mounts_of(os.getpid()))),
        groups=len(groups_of(os.getpid())),
        folders=len(list(kept)),
    )


def settled() -> Footprint:
    """The same once it does not change any more: workers may be starting or ending."""
    seen = footprint()
    for _ in range(100):
        time.sleep(0.3)
        last, seen = seen, footprint()
        if last == seen:
            break
    return seen


def groups_of(supervisor: int) -> list[Path]:
    """The control groups of a process's sandboxes."""
    # Not rglob: others' groups may go while it looks.
    found = [Path(folder) for root in mounts().values() for folder, _, _ in os.walk(root)]
    return [path for path in found if path.name.startswith(f"codeeval-gym-{supervisor}-")]


def mounts_of(supervisor: int) -> Iterator[str]:
    """This machine's mounts, without those of containers that others' monitors look after."""
    others = [command for command in _commands("conmon") if f"-{supervisor}-" not in command]
    for line in Path("/proc/self/mounts").read_text().splitlines():
        container = line.partition("/overlay-containers/")[2].partition("/")[0]
        if line.split()[1].endswith("/storage/overlay"):  # podman's own, there or not
            continue
        if not container or not any(container in command for command in others):
            yield line


def _commands(name: str) -> list[str]:
    return [command_of(pid).decode(errors="replace") for pid in _where("cmdline", name)]


def processes_of(supervisor: int) -> Iterator[int]:
    """Everything that lives in the control groups of a process's sandboxes."""
    yield from _where("cgroup", f"codeeval-gym-{supervisor}-")


def monitors_of(supervisor: int) -> Iterator[int]:
    """The processes that watch the containers of a process's sandboxes."""
    yield from _where("cmdline", f"codeeval-gym-{supervisor}-")


def jails_of(supervisor: int) -> list[int]:
    """The processes of nsjail that a process started."""
    return [pid for pid in children(supervisor) if b"nsjail" in command_of(pid)]


def command_of(pid: int) -> bytes:
    """A process's command line; empty once it ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _where(file: str, text: str) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found = text in (folder / file).read_text(errors="replace")
        except OSError:
            continue
        if found:
            yield int(folder.name)


def children(pid: int) -> list[int]:
    """The children that live: an ended one may wait to be asked for its exit code."""
    lines = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(word) for line in lines for word in line.split() if not _ended(int(word))]


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def descriptors_of(pid: int) -> int:
    """How many a process has open; 0 once it ended."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


def namespace_pids(pid: int) -> list[int]:
    """The numbers of a process, from our own pid namespace inwards; empty once it ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return []
    return [int(word) for word in status.partition("NSpid:")[2].split("\n")[0].split()]


def is_launcher(pid: int) -> bool:
    """Process 1 of a worker jail."""
    return len(numbers := namespace_pids(pid)) == 2 and numbers[-1] == 1


def is_run(pid: int) -> bool:
    """Process 1 of a run: the program is its child, in the same namespace."""
    numbers = namespace_pids(pid)
    depths = [len(namespace_pids(child)) for child in children(pid)]
    return len(numbers) > 1 and numbers[-1] == 1 and len(numbers) in depths


def wait_until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for what must come to pass, however slow the machine is."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)


def assert_footprint(expected: Footprint) -> None:
    """Wait until nothing more is there than was before: what was killed may still be ending."""
    deadline = time.monotonic() + 30.0
    while (seen := footprint()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == expected, f"{seen} instead of {expected}"


def within(seconds: float, action: Callable[[], _T]) -> _T:
    """The action's result; a failure that shows every thread if it hangs."""
    results: list[_T] = []
    errors: list[BaseException] = []

    def act() -> None:
        try:
            results.append(action())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        faulthandler.dump_traceback(all_threads=True)
        raise AssertionError(f"it hung for {seconds:g} s")
    if errors:
        raise errors[0]
    return results[0]
