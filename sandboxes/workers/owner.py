"""Whose a container, a folder or a control group is, so that those of the dead can be swept."""

import os
from pathlib import Path

__all__ = ["group_name", "is_gone", "is_stale_group", "owner_key"]

_GROUP = "codeeval-gym"


def owner_key() -> str:
    """Names this process among all that this machine ever ran."""
    return f"{_boot()}.{_pid_namespace()}.{os.getpid()}.{_start(os.getpid())}"


def is_gone(key: str) -> bool:
    """True only if the process that ``key`` names has certainly ended.

    Args:
        key: What :func:`owner_key` gave some process.
    """
    parts = key.split(".")
    if len(parts) != 4 or not parts[2].isdigit():
        return False
    boot, namespace, pid, start = parts
    if boot != _boot():
        return True
    # Processes of another container have pids that mean others here: theirs to sweep.
    return namespace == _pid_namespace() and start != _start(int(pid))


def group_name(number: str) -> str:
    """The name of one of this process's control groups.

    Args:
        number: Unique in this process.
    """
    return f"{_GROUP}-{os.getpid()}-{owner_key()}-{number}"


def is_stale_group(name: str) -> bool:
    """True only if ``name`` is one of ours, and the process it belongs to has certainly ended."""
    ours, _, rest = name.partition(f"{_GROUP}-")
    words = rest.split("-")
    return not ours and len(words) >= 3 and is_gone(words[1])


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text()[:8]


def _pid_namespace() -> str:
    return os.readlink("/proc/self/ns/pid").strip("pid:[]")


def _start(pid: int) -> str | None:
    """When a process was started, in ticks; ``None`` if it has ended."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if facts[0] in "ZX" else facts[19]
