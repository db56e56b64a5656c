"""The filter, executed by a small interpreter of its own, for machines that are not this one."""

import errno
import struct
from fcntl import (
    F_DUPFD,
    F_DUPFD_CLOEXEC,
    F_GETFD,
    F_GETFL,
    F_GETLK,
    F_SETFD,
    F_SETFL,
    F_SETLK,
    F_SETLKW,
)

import pytest

from codeeval_gym.sandboxes.jail import seccomp

KILL, ALLOW, ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def decide(
    machine: str,
    number: int,
    argument: int = 0,
    architecture: int | None = None,
    second: int = 0,
) -> int:
    """Run the filter as the kernel would; return its verdict."""
    program = list(struct.iter_unpack("=HBBI", seccomp.filter_program(machine)))
    data = struct.pack("=IIQQQ", number, architecture or ARCHITECTURE[machine], 0, argument, second)
    accumulator = at = 0
    while True:
        code, jump_true, jump_false, value = program[at]
        at += 1
        if code == 0x20:
            accumulator = struct.unpack_from("=I", data, value)[0]
        elif code == 0x06:
            return int(value)
        else:
            holds = {
                0x15: accumulator == value,
                0x35: accumulator >= value,
                0x45: bool(accumulator & value),
            }[code]
            at += jump_true if holds else jump_false


@pytest.mark.parametrize("machine", ARCHITECTURE)
@pytest.mark.parametrize("name", seccomp._FORBIDDEN)
def test_forbidden_calls_kill(machine: str, name: str) -> None:
    column = list(ARCHITECTURE).index(machine)
    assert decide(machine, seccomp._FORBIDDEN[name][column]) == KILL


@pytest.mark.parametrize("machine", ARCHITECTURE)
def test_refused_calls_get_their_error_number(machine: str) -> None:
    column = list(ARCHITECTURE).index(machine)
    numbers = {name: entry[column] for name, entry in seccomp._REFUSED.items()}

    assert decide(machine, numbers["socket"]) == ERRNO | errno.EAFNOSUPPORT
    assert decide(machine, numbers["clone3"]) == ERRNO | errno.ENOSYS
    assert decide(machine, numbers["personality"]) == ERRNO | errno.EPERM


@pytest.mark.parametrize(("machine", "flock", "fcntl"), [("x86_64", 73, 72), ("aarch64", 32, 25)])
def test_locks_are_granted_without_being_taken_and_nobody_can_look(
    machine: str, flock: int, fcntl: int
) -> None:
    """On a file that all jails share, a lock would tell one run of another."""
    assert decide(machine, flock) == ERRNO  # 0: the call succeeds, and does nothing
    for command in (F_SETLK, F_SETLKW, 37, 38):
        assert decide(machine, fcntl, second=command) == ERRNO
    for command in (F_GETLK, 36, 1024, 1026):
        assert decide(machine, fcntl, second=command) == ERRNO | errno.EINVAL
    for command in (F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC):
        assert decide(machine, fcntl, second=command) == ALLOW


@pytest.mark.parametrize(("machine", "clone"), [("x86_64", 56), ("aarch64", 220)])
def test_clone_may_make_threads_and_processes_but_no_namespaces(machine: str, clone: int) -> None:
    threads, process = 0x003D0F00, 17
    assert decide(machine, clone, threads) == decide(machine, clone, process) == ALLOW
    for bit in (7, 17, 25, 26, 27, 28, 29, 30):  # the time namespace, then the other seven
        assert decide(machine, clone, 1 << bit | process) == KILL


@pytest.mark.parametrize(
    ("machine", "harmless"), [("x86_64", (0, 1, 60, 231)), ("aarch64", (63, 64, 93))]
)
def test_ordinary_calls_are_allowed(machine: str, harmless: tuple[int, ...]) -> None:
    assert {decide(machine, number) for number in harmless} == {ALLOW}


def test_calls_through_another_machines_table_kill() -> None:
    assert decide("x86_64", 1, architecture=0x40000003) == KILL  # 32-bit
    assert decide("x86_64", 0x40000001) == KILL  # x32
    assert decide("aarch64", 64, architecture=0xC000003E) == KILL
