"""The warm fork server: process 1 of a worker jail.

It holds no secret, parses nothing of a program, and forks with all modules loaded that programs
commonly import. Each packet on the control socket asks for one run and carries its descriptors;
the answer carries a pidfd of the run's process 1, through which the supervisor watches and kills.
When the supervisor goes away the socket ends, this process exits, and the kernel kills the rest.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # signal's and socket's enums cost time and memory
import _sitebuiltins
import _socket
import builtins
import gc
import marshal
import os
import sys

from codeeval_gym.sandboxes.jail import confine, linux, run_init

__all__ = ["main"]

TYPE_CHECKING = False  # that of typing would have to be imported
if TYPE_CHECKING:
    from typing import Any

MAX_PACKET = 1 << 16
MAX_DESCRIPTORS = 8
_INT = memoryview(b"").cast("i").itemsize


def main(
    control: _socket.socket,
    modules: tuple[str, ...],
    path: tuple[str, ...],
    variables: dict[str, str],
    single_use: bool,
) -> None:
    """Serve runs until the supervisor closes its end.

    Args:
        control: A connected ``SOCK_SEQPACKET`` socket.
        modules: What programs commonly import, loaded once here instead of in every run.
        path: Added to ``sys.path``, behind the standard library.
        variables: Set before that.
        single_use: There will be one run only: where this process is the jail's process 1, it
            becomes that run's, and saves a fork.
    """
    os.environ.update(variables)
    sys.path.extend(path)
    for name in modules:
        __import__(name)
    for name in ("exit", "quit"):  # which honest programs call
        setattr(builtins, name, _sitebuiltins.Quitter(name, "Ctrl-D"))
    _signal.signal(_signal.SIGCHLD, _signal.SIG_IGN)  # finished runs need no reaping
    confine.drop_bounding_set()  # what a run holds is not bounded by it; what it executes is
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while True:
        packet, descriptors = _receive(control)
        if not packet:
            os._exit(0)
        request = marshal.loads(packet)
        if single_use and os.getpid() == 1:
            _become_run(control, request, descriptors)
        _launch(control, request, descriptors)


def _become_run(control: _socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
    """Turn this process into the one run's process 1; never returns.

    The jail's own namespaces are as fresh as those that a run of many would be given. The control
    socket stays open: its end tells the supervisor that the jail has gone, and us that the
    supervisor has.
    """
    _end_with_the_supervisor(control)
    pidfd = os.pidfd_open(1)
    _answer(control, pidfd)
    os.close(pidfd)
    run_init.main(request, descriptors, keep=control.fileno())


def _launch(control: _socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
    try:
        pid, pidfd = linux.clone_into_namespaces()
    except OSError as error:
        control.send(f"failed: {error}".encode())
    else:
        if pid == 0:
            run_init.main(request, descriptors)
        _answer(control, pidfd)
        os.close(pidfd)
    for descriptor in descriptors:
        os.close(descriptor)


def _end_with_the_supervisor(control: _socket.socket) -> None:
    """Have the kernel signal the other end's close, since nobody will be reading from here."""
    import fcntl

    _signal.signal(_signal.SIGIO, lambda *_: os._exit(0))
    fcntl.fcntl(control, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(control, fcntl.F_GETFL)
    fcntl.fcntl(control, fcntl.F_SETFL, flags | os.O_ASYNC)
    try:  # it may have been closed just before
        if not control.recv(1, _socket.MSG_PEEK | _socket.MSG_DONTWAIT):
            os._exit(0)
    except BlockingIOError:
        pass


def _answer(control: _socket.socket, pidfd: int) -> None:
    rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, pidfd.to_bytes(_INT, sys.byteorder))
    control.sendmsg([b"started"], [rights])


def _receive(control: _socket.socket) -> tuple[bytes, list[int]]:
    room = _socket.CMSG_SPACE(MAX_DESCRIPTORS * _INT)
    packet, ancillary, _, _ = control.recvmsg(MAX_PACKET, room)
    descriptors: list[int] = []
    for _, _, data in ancillary:
        descriptors += memoryview(data).cast("i")
    return packet, descriptors
