"""A worker's conversation with its launcher: sources in, then runs, over one socket."""

import marshal
import socket
import struct
import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from codeeval_gym.errors import SandboxError, SandboxUnavailable
from codeeval_gym.sandboxes.workers.bootstrap import Preparation, jail_sources
from codeeval_gym.sandboxes.workers.cgroups import make_group
from codeeval_gym.sandboxes.workers.owner import group_name
from codeeval_gym.sandboxes.workers.worker import END_SECONDS, Worker, WorkerDied

__all__ = ["LaunchedWorker"]

START_SECONDS = 30.0
ANSWER_SECONDS = 10.0


class LaunchedWorker(Worker):
    """Talks to a launcher over ``self._control``, a connected ``SOCK_SEQPACKET`` socket."""

    no_group_because: str = "control groups were switched off"
    """Why there is no control group, for people."""
    _control: socket.socket

    @property
    def control(self) -> int:
        """See :attr:`Worker.control`."""
        return self._control.fileno()

    def launch(self, request: dict[str, Any], descriptors: Sequence[int]) -> int:
        """Start one run; see :meth:`Worker.launch`.

        Raises:
            WorkerDied: If the launcher is gone or cannot start the run.
        """
        self.runs += 1
        try:
            self._control.settimeout(ANSWER_SECONDS)
            socket.send_fds(self._control, [marshal.dumps(request)], list(descriptors))
            answer, pidfds, _, _ = socket.recv_fds(self._control, 4096, 1)
        except OSError as error:
            raise WorkerDied(f"The worker does not answer: {error}. {self.said()}") from error
        if answer != b"started" or len(pidfds) != 1:
            text = answer.decode(errors="replace") or "it ended"
            raise WorkerDied(f"The worker could not start a run: {text}. {self.said()}")
        return pidfds[0]

    @abstractmethod
    def said(self) -> str:
        """The last lines that the jail and the launcher wrote."""

    @abstractmethod
    def unavailable(self, symptom: str) -> SandboxUnavailable:
        """End the jail; the error that says why there is none."""

    def greet(self, preparation: Preparation) -> int:
        """Send the launcher its code and wait until it is ready.

        Args:
            preparation: What it does before it is ready.

        Returns:
            Its pid, in our own numbering.

        Raises:
            SandboxUnavailable: If it does not become ready.
        """
        self._control.settimeout(START_SECONDS)
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        try:
            self._control.send(jail_sources(preparation))
            space = socket.CMSG_SPACE(struct.calcsize("3i"))
            hello, ancillary, _, _ = self._control.recvmsg(64, space)
        except OSError as error:
            raise self.unavailable(str(error)) from error
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        if hello != b"ready":
            raise self.unavailable("the launcher ended before it was ready")
        for _, kind, data in ancillary:
            if kind == socket.SCM_CREDENTIALS:
                return int(struct.unpack("3i", data[: struct.calcsize("3i")])[0])
        raise self.unavailable("the kernel did not name the launcher's pid")

    def enter_group(self, launcher: int, number: str) -> None:
        """Put the launcher, and so all it will ever start, into a control group of its own.

        Args:
            launcher: Its pid, in our own numbering.
            number: Unique among this process's workers.

        Raises:
            OSError: If the kernel refuses, e.g. because the launcher ended.
        """
        group = make_group(group_name(number))
        if isinstance(group, str):
            self.no_group_because = group
            return
        self.group = group
        group.add(launcher)

    def remove_group(self) -> None:
        """Remove the control group as soon as the kernel has buried its last process.

        Raises:
            SandboxError: If it cannot be removed.
        """
        deadline = time.monotonic() + END_SECONDS
        while self.group is not None:
            try:
                self.group.remove()
                return
            except OSError as error:
                if time.monotonic() > deadline:
                    raise SandboxError(f"A control group could not be removed: {error}") from error
                time.sleep(0.002)
