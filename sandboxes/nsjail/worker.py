"""One worker jail: nsjail, the launcher inside it, and the control socket between us."""

import contextlib
import itertools
import os
import socket
import subprocess
import tempfile

from codeeval_gym.errors import SandboxError, SandboxUnavailable
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.nsjail.command import Identity, jail_command
from codeeval_gym.sandboxes.workers.bootstrap import Preparation
from codeeval_gym.sandboxes.workers.launched import LaunchedWorker
from codeeval_gym.sandboxes.workers.worker import END_SECONDS

__all__ = ["NsjailWorker"]

_UID_BASE = 1_500_000_000
_UIDS_PER_PROCESS = 64
_numbers = itertools.count()


class NsjailWorker(LaunchedWorker):
    """Builds a jail and asks its launcher for runs, one at a time.

    Args:
        launcher: What the launcher runs on.
        toolchain: What programs run on; the same for Python.
        preparation: What the launcher does before its first fork.
        cgroups: Whether to put the worker into a control group. Without one, figures are lower
            bounds and limits hold per process.

    Raises:
        SandboxUnavailable: If the jail cannot be built here; says why.
    """

    isolation = ("user, mount, network, pid, ipc and uts namespaces of the worker",)

    def __init__(
        self,
        launcher: Toolchain,
        toolchain: Toolchain,
        *,
        preparation: Preparation,
        cgroups: bool = True,
    ) -> None:
        self.number = next(_numbers)
        self.identity = _identity(self.number)
        self.own_uid = self.identity.run is not None
        self._closed = False
        self._owner = os.getpid()
        self._build(jail_command(launcher, toolchain, self.identity, preparation.hash_seed))
        try:
            pid = self.greet(preparation)
            if cgroups:
                self.enter_group(pid, str(self.number))
        except OSError as error:  # the launcher ended, or the machine is short of something
            self.close()
            raise _explain(str(error), "") from error
        except BaseException:
            self.close()
            raise

    def _build(self, command: list[str]) -> None:
        """Start nsjail; if that fails, nothing stays open."""
        with contextlib.ExitStack() as opened:
            self._log = opened.enter_context(tempfile.TemporaryFile())
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            opened.enter_context(self._control)
            with theirs:
                self._process = subprocess.Popen(
                    command,
                    stdin=theirs.fileno(),
                    stdout=self._log,
                    stderr=self._log,
                    env={},
                    start_new_session=True,  # a Ctrl-C at the terminal is ours to handle
                )
            opened.pop_all()  # they live as long as the worker

    @property
    def pid(self) -> int:
        """The nsjail process, in our own numbering."""
        pid: int = self._process.pid
        return pid

    def kill(self) -> None:
        """Kill the jail and everything in it, at once. Safe from any thread."""
        if os.getpid() == self._owner:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def close(self) -> None:
        """End the jail and remove its control group. A second call does nothing.

        Raises:
            SandboxError: If it does not end.
        """
        if self._closed:
            return
        self._closed = True
        self._control.close()
        self._log.close()
        if os.getpid() != self._owner:  # a forked copy: the jail is the parent's
            return
        self._end()
        self.remove_group()

    def unavailable(self, symptom: str) -> SandboxUnavailable:
        """End the jail; the error that says why there is none."""
        self._end()
        return _explain(symptom, self.said())

    def _end(self) -> None:
        self.kill()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            raise SandboxError("A killed worker jail did not end.") from None

    def said(self) -> str:
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
