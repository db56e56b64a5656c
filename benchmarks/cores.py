"""Where the cores' time went: to this process and what it started, to others, to nobody."""

import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.systems import group_cpu_seconds

__all__ = ["CoreTime"]

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class CoreTime:
    """Core-seconds up to a moment; the difference of two is what was spent between them."""

    own: float
    """Of this process, of all that descend from it, and of its jails' control groups."""
    busy: float
    """Of the whole machine."""
    idle: float
    """Of the whole machine, waiting for disks included."""

    @classmethod
    def now(cls) -> "CoreTime":
        """As the kernel counts it now."""
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        user, nice, system, idle, waiting, irq, softirq, _ = (int(item) / _TICKS for item in fields)
        return cls(_own_seconds(), user + nice + system + irq + softirq, idle + waiting)

    @property
    def other(self) -> float:
        """Of everything else on the machine."""
        return max(0.0, self.busy - self.own)

    def __sub__(self, before: "CoreTime") -> "CoreTime":
        return CoreTime(self.own - before.own, self.busy - before.busy, self.idle - before.idle)


def _own_seconds() -> float:
    mine = f"codeeval-gym-{os.getpid()}-"
    grouped = group_cpu_seconds(f"{mine}*")
    total = grouped or 0.0
    for pid in _tree():
        try:
            jailed = mine in Path(f"/proc/{pid}/cgroup").read_text()
            text = Path(f"/proc/{pid}/stat").read_text()
        except OSError:  # it has ended
            continue
        if grouped is None or not jailed:
            # After the name, which may hold anything: its own time and its ended children's.
            total += sum(map(int, text.rpartition(")")[2].split()[11:15])) / _TICKS
    return total


def _tree() -> list[int]:
    """This process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = place.read_text()
        except OSError:
            continue
        parents.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(
            int(place.parent.name)
        )
    found = [os.getpid()]
    for pid in found:  # grows while it is read
        found += parents.get(pid, ())
    return found
