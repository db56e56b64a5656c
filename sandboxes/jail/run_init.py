"""Process 1 of one run: gives the program a fresh disk, starts it, reports how it ended.

Its reports go through a descriptor that the program never holds, so the exit code is the kernel's
word, not the program's. It ends by being killed, which makes the kernel kill whatever the program
left behind.
"""

import json
import os
import signal
from typing import Any

from codeeval_gym.sandboxes.jail import driver, linux
from codeeval_gym.sandboxes.jail.confine import MAX_DESCRIPTORS, confine

__all__ = ["main"]

WORK_FOLDER = "/tmp"
MAX_FILES = 4096

# Descriptor numbers inside the program's process, after 0, 1 and 2.
ANSWERS, CALLS = 3, 4


def main(request: dict[str, Any], descriptors: list[int]) -> None:
    """Run one program; never returns.

    Args:
        request: ``mode``, ``limits``, ``own_uid`` and ``environment``.
        descriptors: Payload, standard output, standard error, answers, status and calls.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    payload, stdout, stderr, answers, status, calls = _gather(descriptors)
    try:
        job = _read_payload(payload)
        linux.mount_tmpfs(WORK_FOLDER, size_mb=request["limits"]["disk_mb"], files=MAX_FILES)
        stdin = _stdin(job)
        pid = os.fork()
        if pid == 0:
            _become_program((stdin, stdout, stderr, answers, calls), request, job)
        for descriptor in (stdin, stdout, stderr, answers, calls):
            os.close(descriptor)  # so that the supervisor sees the end of what the program wrote
        _write_line(status, _wait(pid))
    except BaseException as error:  # whatever it is: the supervisor must hear that we failed
        _write_line(status, {"fault": f"{type(error).__name__}: {error}"})
    os.close(status)
    while True:
        signal.pause()


def _gather(descriptors: list[int]) -> list[int]:
    """Move the descriptors out of the low numbers and close every other one."""
    high = MAX_DESCRIPTORS // 2
    moved = [os.dup2(number, high + at) for at, number in enumerate(descriptors)]
    os.closerange(0, high)
    os.closerange(high + len(moved), 4096)
    os.open("/dev/null", os.O_RDWR)  # 0, so that no later descriptor gets a standard number
    os.dup2(0, 1)
    os.dup2(0, 2)
    return moved


def _read_payload(payload: int) -> dict[str, Any]:
    with open(payload, "rb") as file:
        job: dict[str, Any] = json.loads(file.read())
    return job


def _stdin(job: dict[str, Any]) -> int:
    """Standard input as a file: a program that does not read it blocks nobody."""
    if "stdin" not in job:
        return os.open("/dev/null", os.O_RDONLY)
    descriptor = os.memfd_create("stdin")
    with open(descriptor, "wb", closefd=False) as file:
        file.write(job["stdin"].encode("utf-8", "surrogateescape"))
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _become_program(
    descriptors: tuple[int, ...], request: dict[str, Any], job: dict[str, Any]
) -> None:
    """Turn this process into the program's; never returns."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)  # all of them lie above 4, see _gather
    os.closerange(CALLS + 1, MAX_DESCRIPTORS)
    os.chdir(WORK_FOLDER)
    confine(request["limits"], own_uid=request["own_uid"])
    os.environ.clear()
    os.environ.update(request["environment"])
    driver.main(request["mode"], job)


def _wait(pid: int) -> dict[str, Any]:
    """Reap everything until the program's first process ends; say how it ended."""
    ended = 0
    while ended != pid:
        ended, status, usage = os.wait4(-1, 0)
    return {
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "max_rss_kb": usage.ru_maxrss,
    }


def _write_line(descriptor: int, record: dict[str, Any]) -> None:
    os.write(descriptor, json.dumps(record).encode() + b"\n")
