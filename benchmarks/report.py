"""What was measured, as figures, as a table and as a record."""

import math
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.host import Measured, Probes

__all__ = ["Row", "load_average", "machine", "markdown"]

_HEAD = (
    "judged by",
    "median ms",
    "p99 ms",
    "CPU ms",
    "programs/s",
    "ours is faster by",
    "right verdicts",
    "isolation",
    "writes on the host",
    "fooled by",
)


@dataclass
class Row:
    """All that was measured of one system."""

    name: str
    """The system's."""
    isolation: str
    """The system's."""
    probes: Probes
    """What it did with programs that cheat."""
    alone: list[Measured] = field(default_factory=list)
    """Programs judged one at a time."""
    together: list[Measured] = field(default_factory=list)
    """The same programs, as many at one time as there are cores."""

    @property
    def seconds(self) -> list[float]:
        """Wall time of each program in each round, judged alone, shortest first."""
        return sorted(seconds for item in self.alone for seconds in item.seconds)

    @property
    def p99_seconds(self) -> float:
        """99 of 100 programs took no longer."""
        seconds = self.seconds
        return seconds[math.ceil(0.99 * len(seconds)) - 1]

    @property
    def cpu_seconds(self) -> float | None:
        """CPU time per program judged alone; ``None`` where it cannot be had."""
        total = 0.0
        for item in self.alone:
            if item.cpu_seconds is None:
                return None
            total += item.cpu_seconds
        return total / sum(item.count for item in self.alone)

    @property
    def programs_per_second(self) -> float:
        """Of the programs judged together."""
        wall = sum(item.wall_seconds for item in self.together)
        return sum(item.count for item in self.together) / wall

    @property
    def right(self) -> float:
        """Share of the verdicts that were right; every program was."""
        every = self.alone + self.together
        return sum(item.accepted for item in every) / sum(item.count for item in every)

    def figures(self) -> dict[str, Any]:
        """The row as data, raw times included."""
        return {
            "name": self.name,
            "isolation": self.isolation,
            "probes": asdict(self.probes),
            "median_seconds": statistics.median(self.seconds),
            "p99_seconds": self.p99_seconds,
            "cpu_seconds": self.cpu_seconds,
            "programs_per_second": self.programs_per_second,
            "right": self.right,
            "alone": [asdict(item) for item in self.alone],
            "together": [asdict(item) for item in self.together],
        }


def markdown(rows: Sequence[Row]) -> str:
    """The table. The first row is ours, which the others' programs per second are compared with."""
    lines = [_HEAD, ["---", *["---:"] * 6, *["---"] * 3]]
    for row in rows:
        cpu = row.cpu_seconds
        ratio = rows[0].programs_per_second / row.programs_per_second
        lines.append(
            [
                row.name,
                f"{statistics.median(row.seconds) * 1000:.1f}",
                f"{row.p99_seconds * 1000:.1f}",
                "not known" if cpu is None else f"{cpu * 1000:.1f}",
                f"{row.programs_per_second:.1f}",
                "" if row is rows[0] else f"{ratio:.1f}x",
                f"{row.right:.1%}",
                row.isolation,
                "yes" if row.probes.writes_outside else "no",
                row.probes.fooled_by,
            ]
        )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> dict[str, Any]:
    """What the figures depend on, as it is now."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load_average": load_average(),
        "command": " ".join(sys.orig_argv),
    }


def load_average() -> list[float]:
    """Programs that wanted a core, on average over 1, 5 and 15 minutes."""
    return [round(figure, 2) for figure in os.getloadavg()]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()
