"""Control groups: the only complete account of a run's memory, processes and CPU time.

Each worker lives in one group for its whole life and runs one program at a time, so a run's
figures are differences, and nothing has to be moved between groups (moving takes a kernel-wide
lock, milliseconds on a busy machine). Versions 1 and 2 are read from the host's own mounts; where
neither can be written the caller falls back to resource limits and says so.
"""

import contextlib
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from codeeval_gym.sandboxes.workers.owner import is_stale_group

__all__ = ["Baseline", "Group", "make_group", "mounts", "sweep_groups"]

_MB = 1 << 20
_V1 = ("memory", "pids", "cpuacct")
_NEVER = "max"


@dataclass(frozen=True)
class Baseline:
    """A group's counters at the start of a run."""

    memory: int
    """Bytes the idle worker holds."""
    cpu: float
    """CPU seconds used so far."""
    oom_kills: int
    """Kills for want of memory so far, whoever was short of it."""
    limit_hits: int
    """Times so far that this group's own limit is known to have refused memory."""


class Group(ABC):
    """One worker's control group."""

    version: str
    """``cgroup v1`` or ``cgroup v2``."""
    memory_source: str
    """Where :meth:`peak_bytes` comes from."""
    cpu_source: str
    """Where :meth:`cpu_seconds` comes from."""

    def __init__(self) -> None:
        self._limit = 0
        self._limits: dict[Path, str] = {}
        self._descriptors: dict[Path, int] = {}

    def start(self, memory_mb: int, processes: int) -> Baseline:
        """Set the limits of the next run, above what the idle worker holds.

        Raises:
            OSError: If the kernel refuses.
        """
        memory = self.memory_bytes()
        self._reset_peak()
        # Whole MiB, so that the same limits are not written again before every run.
        self._limit = (memory // _MB + 1 + memory_mb) * _MB
        self._limit_memory(self._limit)
        self._limit_processes(processes)
        return Baseline(memory, self.cpu_seconds(), self.oom_kills(), self.limit_hits())

    @abstractmethod
    def add(self, pid: int) -> None:
        """Move a process in; its future children are born inside."""

    @abstractmethod
    def memory_bytes(self) -> int:
        """Bytes charged now."""

    @abstractmethod
    def peak_bytes(self) -> int | None:
        """Highest charge since :meth:`start`; ``None`` where the kernel cannot say."""

    @abstractmethod
    def cpu_seconds(self) -> float:
        """CPU seconds of all processes that ever ran inside."""

    @abstractmethod
    def oom_kills(self) -> int:
        """Processes killed for want of memory so far.

        The kernel counts here whoever was short: this group, one above it, or the whole machine.
        """

    @abstractmethod
    def limit_hits(self) -> int:
        """Times so far that this group's own limit, not one above it, is known to have refused."""

    def was_full(self, before: Baseline) -> bool:
        """Whether this group's own limit was reached since :meth:`start`."""
        if self.limit_hits() > before.limit_hits:
            return True
        peak = self.peak_bytes()  # not every kernel counts refusals
        return peak is not None and peak >= self._limit - _MB

    @abstractmethod
    def remove(self) -> None:
        """Remove the group; its processes must have ended. A second call does nothing."""

    @abstractmethod
    def _reset_peak(self) -> None: ...

    @abstractmethod
    def _limit_memory(self, limit: int) -> None: ...

    @abstractmethod
    def _limit_processes(self, limit: int) -> None: ...

    def _write_limit(self, path: Path, value: int | str) -> None:
        """Write only what changed: most runs have the limits of the run before."""
        if self._limits.get(path) != str(value):
            path.write_text(str(value))
            self._limits[path] = str(value)

    def _descriptor(self, path: Path) -> int:
        """A file opened once for the group's life: it is read before and after every run."""
        if path not in self._descriptors:
            flags = os.O_RDWR if os.access(path, os.W_OK) else os.O_RDONLY
            self._descriptors[path] = os.open(path, flags | os.O_CLOEXEC)
        return self._descriptors[path]

    def _read(self, path: Path) -> bytes:
        return os.pread(self._descriptor(path), 4096, 0)

    def _close(self) -> None:
        while self._descriptors:
            os.close(self._descriptors.popitem()[1])


class _GroupV1(Group):
    version = "cgroup v1"
    memory_source = "cgroup v1 memory.max_usage_in_bytes less the idle worker"
    cpu_source = "cgroup v1 cpuacct.usage: every process and thread, hidden ones too"

    def __init__(self, parents: dict[str, Path], name: str) -> None:
        super().__init__()
        self._folders = {key: parent / name for key, parent in parents.items()}
        with contextlib.ExitStack() as made:
            for folder in self._folders.values():
                folder.mkdir()
                made.callback(_remove_folder, folder)
            made.pop_all()
        memory = self._folders["memory"]
        self._usage = memory / "memory.usage_in_bytes"
        self._peak = memory / "memory.max_usage_in_bytes"
        self._oom = memory / "memory.oom_control"
        # Where swap is counted, that limit is as low, and the kernel asks it first.
        refusals = (memory / "memory.failcnt", memory / "memory.memsw.failcnt")
        self._refusals = tuple(path for path in refusals if path.exists())
        self._cpu = self._folders["cpuacct"] / "cpuacct.usage"

    def add(self, pid: int) -> None:
        for folder in self._folders.values():
            (folder / "cgroup.procs").write_text(str(pid))

    def memory_bytes(self) -> int:
        return int(self._read(self._usage))

    def peak_bytes(self) -> int | None:
        return int(self._read(self._peak))

    def cpu_seconds(self) -> float:
        return int(self._read(self._cpu)) / 1e9

    def oom_kills(self) -> int:
        return _counter(self._read(self._oom), b"oom_kill")

    def limit_hits(self) -> int:
        return sum(int(self._read(path)) for path in self._refusals)

    def remove(self) -> None:
        self._close()
        for folder in self._folders.values():
            _remove_folder(folder)

    def _reset_peak(self) -> None:
        os.pwrite(self._descriptor(self._peak), b"0", 0)

    def _limit_memory(self, limit: int) -> None:
        memory = self._folders["memory"] / "memory.limit_in_bytes"
        with_swap = memory.with_name("memory.memsw.limit_in_bytes")
        if self._limits.get(memory) == str(limit):
            return
        if with_swap.exists():  # never below the memory limit at any moment, so first away with it
            with_swap.write_text("-1")
        self._write_limit(memory, limit)
        if with_swap.exists():
            with_swap.write_text(str(limit))

    def _limit_processes(self, limit: int) -> None:
        self._write_limit(self._folders["pids"] / "pids.max", limit)


class _GroupV2(Group):
    version = "cgroup v2"
    memory_source = "cgroup v2 memory.peak less the idle worker"
    cpu_source = "cgroup v2 cpu.stat usage_usec: every process and thread, hidden ones too"

    def __init__(self, parent: Path, name: str) -> None:
        super().__init__()
        self._folder = parent / name
        self._folder.mkdir()
        self._current = self._folder / "memory.current"
        self._cpu = self._folder / "cpu.stat"
        self._events = self._folder / "memory.events"
        self._peak = self._open_peak()

    def _open_peak(self) -> int | None:
        """A descriptor whose peak can be reset (Linux 6.12 and later), or ``None``."""
        try:
            peak = os.open(self._folder / "memory.peak", os.O_RDWR)
        except OSError:
            return None
        try:
            os.write(peak, b"reset")
        except OSError:
            os.close(peak)
            return None
        return peak

    def add(self, pid: int) -> None:
        (self._folder / "cgroup.procs").write_text(str(pid))

    def memory_bytes(self) -> int:
        return int(self._read(self._current))

    def peak_bytes(self) -> int | None:
        return None if self._peak is None else int(os.pread(self._peak, 64, 0))

    def cpu_seconds(self) -> float:
        return _counter(self._read(self._cpu), b"usage_usec") / 1e6

    def oom_kills(self) -> int:
        return _counter(self._read(self._events), b"oom_kill")

    def limit_hits(self) -> int:
        return _counter(self._read(self._events), b"oom")

    def remove(self) -> None:
        self._close()
        if self._peak is not None:
            os.close(self._peak)
            self._peak = None
        _remove_folder(self._folder)

    def _reset_peak(self) -> None:
        if self._peak is not None:
            os.pwrite(self._peak, b"reset", 0)

    def _limit_memory(self, limit: int) -> None:
        swap = self._folder / "memory.swap.max"
        if swap.exists():
            self._write_limit(swap, 0)
        self._write_limit(self._folder / "memory.max", limit)

    def _limit_processes(self, limit: int) -> None:
        self._write_limit(self._folder / "pids.max", limit)


def mounts(table: str = "/proc/self/mounts") -> dict[str, Path]:
    """Where each controller is mounted: version 1 by controller name, version 2 as ``unified``."""
    found: dict[str, Path] = {}
    for line in Path(table).read_text().splitlines():
        _, point, kind, options, *_ = line.split()
        if kind == "cgroup2":
            found.setdefault("unified", Path(point))
        elif kind == "cgroup":
            for controller in _V1:
                if controller in options.split(","):
                    found.setdefault(controller, Path(point))
    return found


def make_group(name: str, mounted: dict[str, Path] | None = None) -> Group | str:
    """Make a control group of this name.

    Args:
        name: Unique on this machine.
        mounted: What :func:`mounts` gives; ``None`` means this machine's.

    Returns:
        The group, or one sentence on why this machine lets us have none.
    """
    mounted = mounts() if mounted is None else mounted
    reasons = []
    if all(controller in mounted for controller in _V1):
        try:
            return _GroupV1(_parents_v1(mounted), name)
        except OSError as error:
            reasons.append(f"version 1: {error}")
    if "unified" in mounted:
        for parent in _parents_v2(mounted):
            try:
                _delegate(parent)
                return _GroupV2(parent, name)
            except OSError as error:
                reasons.append(f"version 2: {error}")
    return "; ".join(reasons) or "no control groups are mounted"


def sweep_groups(mounted: dict[str, Path] | None = None) -> None:
    """Remove the groups of processes that died without doing so, where ours would lie.

    Args:
        mounted: What :func:`mounts` gives; ``None`` means this machine's.
    """
    mounted = mounts() if mounted is None else mounted
    parents: list[Path] = []
    if all(controller in mounted for controller in _V1):
        parents += _parents_v1(mounted).values()
    if "unified" in mounted:
        parents += _parents_v2(mounted)
    for parent in parents:
        for name in os.listdir(parent):
            if is_stale_group(name):
                # Its last processes may be dying, and another process may be sweeping, too.
                with contextlib.suppress(OSError):
                    (parent / name).rmdir()


def _parents_v1(mounted: dict[str, Path]) -> dict[str, Path]:
    own = _own_groups()
    return {key: _existing(mounted[key], own.get(key, "/")) for key in _V1}


def _parents_v2(mounted: dict[str, Path]) -> list[Path]:
    """Where a group may be made, best first: our own group and those above it."""
    return _ancestors(mounted["unified"], _own_groups().get("", "/"))


def _own_groups() -> dict[str, str]:
    """This process's group in each hierarchy; the key of version 2 is the empty string."""
    groups = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        groups.update(dict.fromkeys(controllers.split(","), path))
    return groups


def _existing(mount: Path, path: str) -> Path:
    """Our own group's folder; the mount itself where a container shows only a part of the tree."""
    folder = mount / path.strip("/")
    return folder if folder.is_dir() else mount


def _ancestors(mount: Path, path: str) -> list[Path]:
    own = _existing(mount, path)
    return [own, *(parent for parent in own.parents if parent.is_relative_to(mount))]


def _delegate(parent: Path) -> None:
    """Give the children of ``parent`` the controllers we need.

    Raises:
        OSError: If the controllers are not there, or processes in ``parent`` keep them from it.
    """
    wanted = {"memory", "pids"}
    missing = wanted - set((parent / "cgroup.controllers").read_text().split())
    if missing:
        raise OSError(f"{parent} has no controller {' and '.join(sorted(missing))}")
    enabled = set((parent / "cgroup.subtree_control").read_text().split())
    for controller in sorted(wanted - enabled):
        (parent / "cgroup.subtree_control").write_text(f"+{controller}")


def _counter(table: bytes, key: bytes) -> int:
    for line in table.splitlines():
        name, _, value = line.partition(b" ")
        if name == key:
            return int(value)
    return 0


def _remove_folder(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        folder.rmdir()
