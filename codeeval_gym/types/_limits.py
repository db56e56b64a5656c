"""What a run may use, and what it used."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

__all__ = ["Limits", "Usage"]


@dataclass(frozen=True)
class Limits:
    """What one run of a program may use. Reaching a limit ends the run with that verdict.

    Raises:
        TypeError: If a limit is not a number.
        ValueError: If a limit is not positive and finite, or a count is not whole.
    """

    wall_seconds: float = 10.0
    """Time on the supervisor's monotonic clock, all inputs of a job together, in seconds."""
    cpu_seconds: float = 5.0
    """CPU time of every process and thread of the run together, in seconds."""
    memory_mb: int = 512
    """Memory of all processes together, files on the run's own disk included, in MiB."""
    output_kb: int = 64
    """Standard output and standard error, each, in KiB."""
    processes: int = 16
    """Processes and threads alive at one time, the program's first one included."""
    disk_mb: int = 16
    """Files in ``/tmp`` (the only place that can be written), in MiB."""

    def __post_init__(self) -> None:
        for item in fields(self):
            _check_limit(item.name, getattr(self, item.name), whole=item.type is int)


def _check_limit(name: str, value: object, *, whole: bool) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number, not {value!r}.")
    if not 0 < value <= sys.float_info.max:
        raise ValueError(f"{name} must be positive and finite, not {value!r}.")
    if whole and not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number, not {value!r}.")


@dataclass(frozen=True)
class Usage:
    """What a run used. A figure that cannot be had is ``None``, never 0."""

    wall_seconds: float | None = None
    """From the release of the program to its end, on the supervisor's monotonic clock."""
    cpu_seconds: float | None = None
    """User and system time of all processes of the run."""
    peak_memory_mb: float | None = None
    """Peak memory of all processes together, in MiB, above the idle worker's own."""
    disk_read_kb: float | None = None
    """KiB read through system calls, pipes included."""
    disk_write_kb: float | None = None
    """KiB written through system calls, pipes included."""
    instructions: int | None = None
    """Retired hardware instructions, where the machine counts them."""
    source: Mapping[str, str] = field(default_factory=dict)
    """For each figure above, where it comes from and how far to trust it."""
