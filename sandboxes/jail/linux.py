"""The few system calls that Python's ``os`` module lacks, by way of what ``ctypes`` is made of.

Loading ``ctypes`` itself would take a sixth of a launcher's start.
"""

import _ctypes
import _signal  # type: ignore[import-not-found]  # signal's enums cost time and memory
import os
import struct

__all__ = [
    "clone_into_namespaces",
    "fork",
    "mount_tmpfs",
    "prctl",
    "set_no_capabilities",
    "unmount",
]


class _Int(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "i"


class _Function(_ctypes.CFuncPtr):
    """Keeps the interpreter lock across the call, as those of ``ctypes.PyDLL`` do.

    So a raw ``clone`` returns in the child with the lock held, as ``os.fork`` does.
    """

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI | _ctypes.FUNCFLAG_USE_ERRNO
    _restype_ = _Int


class _Libc:
    _handle = _ctypes.dlopen(None, os.RTLD_NOW)  # type: ignore[arg-type]  # this process itself


_syscall, _mount, _umount2, _prctl = (
    _Function((name, _Libc))  # type: ignore[arg-type]  # all it asks of a library is its handle
    for name in ("syscall", "mount", "umount2", "prctl")
)

_SYS_CLONE, _SYS_CAPSET = {"x86_64": (56, 126), "aarch64": (220, 91)}[os.uname().machine]
_NEW_MOUNT, _NEW_IPC, _NEW_PID, _WITH_PIDFD = 0x00020000, 0x08000000, 0x20000000, 0x00001000
_MS_NOSUID, _MS_NODEV, _MNT_DETACH = 2, 4, 2
_CAPABILITY_VERSION_3 = 0x20080522


def _check(result: int, what: str) -> int:
    if result < 0:
        number = _ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def clone_into_namespaces() -> tuple[int, int]:
    """Fork into new pid, mount and ipc namespaces.

    Returns:
        In the parent, the child's pid and a pidfd for it; in the child, ``(0, -1)``.

    Raises:
        OSError: If the kernel refuses.
    """
    pidfd = _Int(-1)
    flags = _NEW_MOUNT | _NEW_IPC | _NEW_PID | _WITH_PIDFD | _signal.SIGCHLD
    pid = _check(_syscall(_SYS_CLONE, flags, 0, _ctypes.byref(pidfd), 0, 0), "clone")
    return pid, pidfd.value


def fork() -> int:
    """Fork as ``os.fork`` does, without the hooks that run in the child.

    The hooks mend locks and threads, of which this process has none, and reseed ``random``, which
    programs find as the launcher seeded it. They would touch, and so copy, 200 pages a run.

    Returns:
        The child's pid; 0 in the child.

    Raises:
        OSError: If the kernel refuses.
    """
    return _check(_syscall(_SYS_CLONE, int(_signal.SIGCHLD), 0, 0, 0, 0), "fork")


def mount_tmpfs(path: str, *, size_mb: int, files: int) -> None:
    """Mount an empty tmpfs over ``path``, limited in bytes and in files.

    Raises:
        OSError: If the kernel refuses.
    """
    options = f"size={size_mb}m,nr_inodes={files},mode=1777"
    flags = _MS_NOSUID | _MS_NODEV
    _check(_mount(b"tmpfs", path.encode(), b"tmpfs", flags, options.encode()), "mount")


def unmount(path: str) -> None:
    """Take away the topmost mount at ``path``, even if something still uses it.

    Raises:
        OSError: If the kernel refuses.
    """
    _check(_umount2(path.encode(), _MNT_DETACH), "umount")


def prctl(option: int, *arguments: object) -> None:
    """Call ``prctl``.

    Raises:
        OSError: If the kernel refuses.
    """
    padded = (*arguments, 0, 0, 0, 0)[:4]
    _check(_prctl(option, *padded), f"prctl {option}")


def set_no_capabilities() -> None:
    """Give up every effective, permitted and inheritable capability.

    Raises:
        OSError: If the kernel refuses.
    """
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    nothing = bytes(6 * 4)
    _check(_syscall(_SYS_CAPSET, header, nothing), "capset")
