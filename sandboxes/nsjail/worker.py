"""One worker jail: nsjail, the launcher inside it, and the control socket between us."""

import contextlib
import itertools
import json
import os
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from codeeval_gym.errors import SandboxError, SandboxUnavailable
from codeeval_gym.sandboxes.nsjail.cgroups import Group, make_group
from codeeval_gym.sandboxes.nsjail.command import Identity, jail_command, jail_sources
from codeeval_gym.sandboxes.nsjail.toolchain import PythonToolchain

__all__ = ["Worker", "WorkerDied"]

START_SECONDS = 30.0
ANSWER_SECONDS = 10.0
END_SECONDS = 10.0
_UID_BASE = 1_500_000_000
_UIDS_PER_PROCESS = 64
_numbers = itertools.count()


class WorkerDied(SandboxError):
    """The worker is gone or does not answer; the run has to be repeated on a fresh one."""


class Worker:
    """Builds a jail and asks its launcher for runs, one at a time.

    Args:
        toolchain: What programs run on.
        cgroups: Whether to put the worker into a control group. Without one, figures are lower
            bounds and limits hold per process.

    Raises:
        SandboxUnavailable: If the jail cannot be built here; says why.
    """

    def __init__(self, toolchain: PythonToolchain, *, cgroups: bool = True) -> None:
        self.number = next(_numbers)
        self.identity = _identity(self.number)
        self.runs = 0
        self.group: Group | None = None
        self.no_group_because = "control groups were switched off"
        self._closed = False
        self._owner = os.getpid()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the worker
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with theirs:
            self._process = subprocess.Popen(
                jail_command(toolchain, self.identity),
                stdin=theirs.fileno(),
                stdout=self._log,
                stderr=self._log,
                env={},
                start_new_session=True,  # a Ctrl-C at the terminal is ours to handle
            )
        try:
            launcher = self._greet()
            if cgroups:
                self._enter_group(launcher)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The nsjail process, in our own numbering."""
        pid: int = self._process.pid
        return pid

    def launch(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        """Start one run.

        Args:
            request: What the run's process 1 is told.
            descriptors: What it is given.

        Returns:
            A pidfd of the run's process 1; the caller closes it.

        Raises:
            WorkerDied: If the launcher is gone or cannot start the run.
        """
        self.runs += 1
        try:
            self._control.settimeout(ANSWER_SECONDS)
            socket.send_fds(self._control, [json.dumps(request).encode()], list(descriptors))
            answer, pidfds, _, _ = socket.recv_fds(self._control, 4096, 1)
        except OSError as error:
            raise WorkerDied(f"The worker does not answer: {error}. {self._said()}") from error
        if answer != b"started" or len(pidfds) != 1:
            text = answer.decode(errors="replace") or "it ended"
            raise WorkerDied(f"The worker could not start a run: {text}. {self._said()}")
        return pidfds[0]

    @property
    def control(self) -> int:
        """The control socket's descriptor: readable outside :meth:`launch` once the worker ends."""
        return self._control.fileno()

    def kill(self) -> None:
        """Kill the jail and everything in it, at once. Safe from any thread."""
        if os.getpid() == self._owner:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def close(self) -> None:
        """End the jail and remove its control group. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._control.close()
        self._log.close()
        if os.getpid() != self._owner:  # a forked copy: the jail is the parent's
            return
        self.kill()
        self._process.wait()
        if self.group is not None:
            _remove(self.group)

    def _greet(self) -> int:
        """Send the launcher its code and wait until it is ready; return its pid."""
        self._control.settimeout(START_SECONDS)
        try:
            self._control.send(jail_sources())
            space = socket.CMSG_SPACE(struct.calcsize("3i"))
            hello, ancillary, _, _ = self._control.recvmsg(64, space)
        except OSError as error:
            raise self._unavailable(str(error)) from error
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        if hello != b"ready":
            raise self._unavailable("the launcher ended before it was ready")
        for _, kind, data in ancillary:
            if kind == socket.SCM_CREDENTIALS:
                return int(struct.unpack("3i", data[: struct.calcsize("3i")])[0])
        raise self._unavailable("the kernel did not name the launcher's pid")

    def _enter_group(self, launcher: int) -> None:
        group = make_group(f"codeeval-gym-{os.getpid()}-{self.number}")
        if isinstance(group, str):
            self.no_group_because = group
            return
        self.group = group
        group.add(launcher)

    def _unavailable(self, symptom: str) -> SandboxUnavailable:
        self._process.kill()
        self._process.wait()
        return _explain(symptom, self._said())

    def _said(self) -> str:
        """The last lines that nsjail and the launcher wrote."""
        if self._log.closed:
            return ""
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 2000))
        return self._log.read().decode(errors="replace").strip()


def _identity(number: int) -> Identity:
    if os.geteuid() != 0:
        return Identity(root=os.geteuid(), run=None)
    root = _UID_BASE + (os.getpid() * _UIDS_PER_PROCESS + number % 32 * 2) % 500_000_000
    return Identity(root=root, run=root + 1)


def _explain(symptom: str, said: str) -> SandboxUnavailable:
    """Turn nsjail's complaint into what is missing and how to get it."""
    known = {
        "CLONE_NEWUSER": (
            "user namespaces are not allowed.",
            "Set user.max_user_namespaces above 0 (and kernel.unprivileged_userns_clone=1, where "
            "it exists), or run as root.",
        ),
        "Operation not permitted": (
            "the kernel refused a namespace or mount: the capability CAP_SYS_ADMIN is missing.",
            "Run as root, allow unprivileged user namespaces, or start the container with "
            "--privileged or --cap-add SYS_ADMIN and an unconfined seccomp profile.",
        ),
        "Permission denied": (
            "a file the interpreter needs cannot be read by the jail's user.",
            "Name an interpreter that every user may read with python='/usr/bin/python3'.",
        ),
    }
    detail = said or symptom
    for words, (missing, remedy) in known.items():
        if words in detail:
            return SandboxUnavailable("nsjail", f"{missing} ({detail[-600:]})", remedy)
    missing = f"the worker jail did not start: {detail[-600:]}."
    return SandboxUnavailable("nsjail", missing, "Run codeeval-gym doctor for what works here.")


def _remove(group: Group) -> None:
    """Remove a group as soon as the kernel has buried its last process."""
    deadline = time.monotonic() + END_SECONDS
    while True:
        try:
            return group.remove()
        except OSError as error:
            if time.monotonic() > deadline:
                raise SandboxError(f"A control group could not be removed: {error}") from error
            time.sleep(0.002)
