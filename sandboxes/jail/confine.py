"""Takes from the program's process everything it does not need, before any of it runs."""

from __future__ import annotations

import math
import os
import resource

from codeeval_gym.sandboxes.jail import linux, seccomp

TYPE_CHECKING = False  # that of typing would have to be imported
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["confine", "drop_bounding_set"]

RUN_UID = 1000
MAX_DESCRIPTORS = 256
STACK_MB = 64
_MB = 1 << 20
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECUREBITS = 24, 38, 28
_NO_ROOT_LOCKED = 0b1111  # NOROOT and NO_SETUID_FIXUP, each locked
_LAST_CAPABILITY = 63


def confine(limits: Mapping[str, Any], *, own_uid: bool) -> None:
    """Set limits, identity and filter of this process, in the order in which each is still allowed.

    Args:
        limits: ``cpu_seconds``, ``processes``, ``disk_mb``, and ``address_mb`` (``None`` where a
            control group holds the memory).
        own_uid: A second user id is mapped, so the program gets one that owns nothing.

    Raises:
        OSError: If the kernel refuses any of it; the program must then not be run.
    """
    os.setsid()
    _set_limits(limits)
    if own_uid:
        os.setgroups([])
        os.setresgid(RUN_UID, RUN_UID, RUN_UID)
        os.setresuid(RUN_UID, RUN_UID, RUN_UID)
    else:
        linux.prctl(_PR_SET_SECUREBITS, _NO_ROOT_LOCKED)
        linux.set_no_capabilities()
    linux.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install()


def _set_limits(limits: Mapping[str, Any]) -> None:
    counted = limits["address_mb"] is None  # in a control group the supervisor's limit comes first
    cpu = math.ceil(limits["cpu_seconds"]) + counted
    stack = STACK_MB * _MB
    table = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: limits["disk_mb"] * _MB,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NOFILE: MAX_DESCRIPTORS,
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_STACK: stack,
    }
    if limits["address_mb"] is not None:
        table[resource.RLIMIT_AS] = limits["address_mb"] * _MB
    for name, value in table.items():
        resource.setrlimit(name, (value, value))


def drop_bounding_set() -> None:
    """See to it that no process from here on gains a capability by executing a file."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            linux.prctl(_PR_CAPBSET_DROP, capability)
        except OSError:  # EINVAL: this kernel knows no further capabilities
            return
