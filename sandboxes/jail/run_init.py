"""Process 1 of one run: gives the program a fresh disk, starts it, reports how it ended.

Its reports go through a descriptor that the program never holds, so the exit code is the kernel's
word, not the program's. It ends by being killed, which makes the kernel kill whatever the program
left behind.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # signal's enums cost 40 pages a run
import marshal
import os
import time

from codeeval_gym.sandboxes.jail import driver, linux, outputs, records
from codeeval_gym.sandboxes.jail.confine import MAX_DESCRIPTORS, confine

__all__ = ["main"]

TYPE_CHECKING = False  # that of typing would have to be imported
if TYPE_CHECKING:
    from typing import Any

WORK_FOLDER = "/tmp"
MAX_FILES = 4096

# Descriptor numbers inside the program's process, after 0, 1 and 2.
ANSWERS, CALLS = 3, 4
_STATUS, _EXTRA = 5, 6
_HIGH = MAX_DESCRIPTORS // 2


def main(request: dict[str, Any], descriptors: list[int], *, keep: int | None = None) -> None:
    """Run one program; never returns.

    Every page that this process touches is copied for it, and once more for the program's: so it
    forks at once, and leaves to its child whatever the child can do.

    Args:
        request: ``mode``, ``limits``, ``own_uid`` and ``environment``; for the mode ``exec`` also
            ``command``, ``image`` and ``produces``.
        descriptors: Payload, standard output, standard error, answers, status and calls; then an
            executable, or a file for what a compiler makes, where the request says so.
        keep: One more descriptor that this process, not the program's, holds to its end.
    """
    _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
    status = descriptors[4]
    try:
        pid = linux.fork()
        if pid == 0:
            _signal.signal(_signal.SIGIO, _signal.SIG_DFL)  # the launcher may have handled it
            _become_program(request, descriptors)
        kept = () if keep is None else (keep,)
        # All others: the supervisor is to see the end of what is written.
        _close_all_but(status, *descriptors[6:], *kept)
        succeeded, report = _wait(pid)
        if succeeded and request.get("produces"):
            outputs.write(descriptors[6], request["produces"], WORK_FOLDER)
        os.write(status, report)  # last: a process that was killed before has said nothing
    except BaseException as error:  # whatever it is: the supervisor must hear that we failed
        _report_fault(status, error)
    os.close(status)
    while True:
        _signal.pause()


def _close_all_but(*kept: int) -> None:
    first = 0
    for descriptor in sorted(kept):
        if first < descriptor:  # CPython takes the empty range that ends at 0 for all there is
            os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, MAX_DESCRIPTORS)


def _become_program(request: dict[str, Any], descriptors: list[int]) -> None:
    """Turn this process into the program's; never returns."""
    payload, stdout, stderr, answers, status, calls, *extra = descriptors
    try:
        job = _read_payload(payload)
        linux.mount_tmpfs(WORK_FOLDER, size_mb=request["limits"]["disk_mb"], files=MAX_FILES)
        if "call_lines" in job:
            calls = _memory_file(job["call_lines"].encode("ascii"))
        given = (_stdin(job), stdout, stderr, answers, calls, status, *extra)
        for number, descriptor in enumerate(given):  # out of the way of the numbers to come
            os.dup2(descriptor, _HIGH + number)
        for number in range(len(given)):
            os.dup2(_HIGH + number, number)
        os.closerange(len(given), MAX_DESCRIPTORS)
        os.chdir(WORK_FOLDER)
        for name, value in request["environment"].items():
            os.environ[name] = value
        if "TZ" in request["environment"]:
            time.tzset()  # what a new process would read by itself
        confine(request["limits"], own_uid=request["own_uid"])
        if request["mode"] == "exec":
            _execute(request, job)
    except BaseException as error:
        _report_fault(_STATUS, error)
        os._exit(1)
    os.close(_STATUS)
    driver.main(request["mode"], job)


def _execute(request: dict[str, Any], job: dict[str, Any]) -> None:
    """Become another executable; returns only by raising."""
    try:
        for name, text in job["files"].items():
            driver.write_file(name, text.encode("utf-8", "surrogatepass"))
        for name, data in job["blobs"].items():
            driver.write_file(name, data)
    except OSError as error:  # larger than the limits it was given
        _fail("its files cannot be written", error)
    os.set_inheritable(_STATUS, False)
    if request["image"] or request["produces"]:
        os.set_inheritable(_EXTRA, False)
    command = request["command"]
    kept = ("HOME", "LANG", "PATH", *request["environment"])
    variables = {name: os.environ[name] for name in kept}
    try:
        os.execve(_EXTRA if request["image"] else command[0], command, variables)
    except OSError as error:
        if not request["image"]:  # a toolchain's: that is ours
            raise
        _fail("it cannot be executed", error)  # e.g. one that names a loader which is not there


def _fail(what: str, error: OSError) -> None:
    """End as the program's own failure: it made what cannot be started. Never returns."""
    text = f"{what}: {error.strerror}"
    failed = {"stage": "start", "kind": type(error).__name__, "text": text, "errno": error.errno}
    os.write(ANSWERS, records.line({"failed": failed}))
    os._exit(126)


def _read_payload(payload: int) -> dict[str, Any]:
    job: dict[str, Any] = marshal.loads(os.read(payload, os.fstat(payload).st_size))
    return job


def _stdin(job: dict[str, Any]) -> int:
    """Standard input as a file: a program that does not read it blocks nobody."""
    if "stdin" not in job:
        return os.open("/dev/null", os.O_RDONLY)
    return _memory_file(job["stdin"].encode("utf-8", "surrogateescape"))


def _memory_file(data: bytes) -> int:
    descriptor = os.memfd_create("input")
    with open(descriptor, "wb", closefd=False) as file:
        file.write(data)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _wait(pid: int) -> tuple[bool, bytes]:
    """Reap everything until the program's first process ends.

    Returns:
        Whether it ended with exit code 0, and the line that says how it ended.
    """
    ended = 0
    while ended != pid:
        ended, how, usage = os.wait4(-1, 0)
    code = os.WEXITSTATUS(how) if os.WIFEXITED(how) else "null"
    number = os.WTERMSIG(how) if os.WIFSIGNALED(how) else "null"
    # By hand: an encoder would touch more pages.
    figures = f'"cpu_seconds":{usage.ru_utime + usage.ru_stime},"max_rss_kb":{usage.ru_maxrss}'
    return code == 0, f'{{"exit":{code},"signal":{number},{figures}}}\n'.encode()


def _report_fault(status: int, error: BaseException) -> None:
    os.write(status, records.line({"fault": f"{type(error).__name__}: {error}"}))
