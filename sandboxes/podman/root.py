"""Gives the launcher of a container a root folder with nothing in it but what programs may see.

Podman's containers come with ``/proc``, ``/sys``, ``/etc``, terminals and the folder through which
we connect. Masking those one by one would depend on knowing them all; so the container's first
process builds a root of its own, moves into it, and lets go of the old one, which no process of
the container can reach from then on. Runs inside the container, before any program.
"""

import ctypes
import os
import platform
from typing import Any

__all__ = ["enter"]

SCAFFOLD = "/tmp"
"""Where the new root is built; a folder of the old one."""
_libc = ctypes.PyDLL(None, use_errno=True)
_SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}[platform.machine()]
_READ_ONLY, _NOSUID, _NODEV, _REMOUNT, _BIND, _RECURSIVE = 1, 2, 4, 32, 4096, 16384
_DETACH = 2


def enter(layout: dict[str, Any]) -> None:
    """Move this process, and with it the whole container, into a new root.

    Args:
        layout: ``binds``, paths that stay where they are; ``links``, pairs of a path and what it
            links to; ``environment``, the only variables that stay.

    Raises:
        OSError: If the kernel refuses; no program may then be run.
    """
    _mount("tmpfs", SCAFFOLD, "tmpfs", _NOSUID | _NODEV, "size=1m,mode=755")
    for path in layout["binds"]:
        _make_room(path)
        _mount(path, SCAFFOLD + path, "", _BIND | _RECURSIVE)
    for path, target in layout["links"]:
        os.makedirs(os.path.dirname(SCAFFOLD + path), exist_ok=True)
        os.symlink(target, SCAFFOLD + path)
    os.makedirs(SCAFFOLD + "/tmp", exist_ok=True)
    os.chdir(SCAFFOLD)
    _check(_libc.syscall(_SYS_PIVOT_ROOT, b".", b"."), "pivot_root")
    _check(_libc.umount2(b".", _DETACH), "umount")  # the old root, which lies over the new one now
    os.chdir("/")
    _mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, "size=1m,mode=1777")
    _mount("", "/", "", _REMOUNT | _BIND | _READ_ONLY | _NOSUID | _NODEV)
    for name in os.environ.keys() - set(layout["environment"]):
        del os.environ[name]


def _make_room(path: str) -> None:
    """Something of the same kind for ``path`` to be mounted on."""
    place = SCAFFOLD + path
    if os.path.isdir(path):
        os.makedirs(place, exist_ok=True)
    elif not os.path.exists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    words = (source.encode(), target.encode(), kind.encode(), flags, options.encode())
    _check(_libc.mount(*words), f"mount {target}")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
