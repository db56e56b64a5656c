"""The system-call filter of a run, as a classic BPF program installed through ``prctl``.

Calls that no honest program makes end it (``KILL_PROCESS``: the run's verdict is ``forbidden``).
Calls that a library may try and live without are refused with an error number. The numbers are
those of the kernel's tables for each machine; a call made through another machine's table (32-bit
or x32 on x86-64) ends the program, since its numbers mean other calls.
"""

import _ctypes
import errno
import os
import struct

from codeeval_gym.sandboxes.jail import linux

__all__ = ["filter_program", "install"]

_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86_64, aarch64)
_FORBIDDEN = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
}
_REFUSED = {
    "socket": (41, 198, errno.EAFNOSUPPORT),
    "personality": (135, 92, errno.EPERM),
    "clone3": (435, 435, errno.ENOSYS),  # its flags lie in memory: libc falls back to clone
    # On files that all runs share, these tell one run of another. Nobody else is there to lock out:
    # a lock that is always granted, and never taken, serves an honest program as well.
    "flock": (73, 32, 0),
    "inotify_init": (253, 26, errno.ENOSYS),
    "inotify_init1": (294, 26, errno.ENOSYS),
}
_FCNTL = (72, 25)
_LOCK_COMMANDS = {6: 0, 7: 0, 37: 0, 38: 0}
"""F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW: granted, as above."""
_LOOK_COMMANDS = {5: errno.EINVAL, 36: errno.EINVAL, 1024: errno.EINVAL, 1026: errno.EINVAL}
"""F_GETLK, F_OFD_GETLK, F_SETLEASE, F_NOTIFY: refused."""
_CLONE = (56, 220)
_NAMESPACE_FLAGS = 0x7E020080
"""Every CLONE_NEW* flag, the time namespace included."""

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_KILL, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT, _SECOND_ARGUMENT_AT = 0, 4, 16, 24
_X32_BIT = 0x40000000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def _statement(code: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, 0, 0, value)


def _skip_unless(code: int, value: int, count: int = 1) -> bytes:
    """Go on with the next statement if the test holds, else skip ``count`` statements."""
    return struct.pack("=HBBI", code, 0, count, value)


def filter_program(machine: str) -> bytes:
    """The filter for ``machine`` (``x86_64`` or ``aarch64``), eight bytes a statement."""
    column = list(_ARCHITECTURE).index(machine)
    kill, allow = _statement(_RETURN, _KILL), _statement(_RETURN, _ALLOW)
    program = [
        _statement(_LOAD, _ARCHITECTURE_AT),
        struct.pack("=HBBI", _JUMP_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        kill,
        _statement(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        program += [_skip_unless(_JUMP_GREATER_EQUAL, _X32_BIT), kill]
    for numbers in _FORBIDDEN.values():
        program += [_skip_unless(_JUMP_EQUAL, numbers[column]), kill]
    for *both, number in _REFUSED.values():
        program += [
            _skip_unless(_JUMP_EQUAL, both[column]),
            _statement(_RETURN, _ERRNO | number),
        ]
    commands = _LOCK_COMMANDS | _LOOK_COMMANDS
    program += [
        _skip_unless(_JUMP_EQUAL, _FCNTL[column], 2 + 2 * len(commands)),
        _statement(_LOAD, _SECOND_ARGUMENT_AT),
    ]
    for command, number in commands.items():
        program += [
            _skip_unless(_JUMP_EQUAL, command),
            _statement(_RETURN, _ERRNO | number),
        ]
    program += [
        allow,
        _skip_unless(_JUMP_EQUAL, _CLONE[column], 3),
        _statement(_LOAD, _FIRST_ARGUMENT_AT),
        _skip_unless(_JUMP_SET, _NAMESPACE_FLAGS),
        kill,
        allow,
    ]
    return b"".join(program)


class _Short(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "H"


class _Bytes(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "z"


class _Program(_ctypes.Structure):
    _fields_ = (("length", _Short), ("statements", _Bytes))


_COMPILED = filter_program(os.uname().machine)


def install() -> None:
    """Put the filter on this process and all its children, for good.

    Raises:
        OSError: If the kernel refuses; the program must then not be run.
    """
    program = _Program(len(_COMPILED) // 8, _COMPILED)
    linux.prctl(_PR_SET_SECCOMP, _MODE_FILTER, _ctypes.byref(program))
