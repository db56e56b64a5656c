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
import array
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


def main(
    control: _socket.socket,
    modules: tuple[str, ...],
    path: tuple[str, ...],
    variables: dict[str, str],
) -> None:
    """Serve runs until the supervisor closes its end.

    Args:
        control: A connected ``SOCK_SEQPACKET`` socket.
        modules: What programs commonly import, loaded once here instead of in every run.
        path: Added to ``sys.path``, behind the standard library.
        variables: Set before that.
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
        _launch(control, marshal.loads(packet), descriptors)


def _launch(control: _socket.socket, request: dict[str, Any], descriptors: list[int]) -> None:
    try:
        pid, pidfd = linux.clone_into_namespaces()
    except OSError as error:
        control.send(f"failed: {error}".encode())
    else:
        if pid == 0:
            run_init.main(request, descriptors)
        rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", [pidfd]))
        control.sendmsg([b"started"], [rights])
        os.close(pidfd)
    for descriptor in descriptors:
        os.close(descriptor)


def _receive(control: _socket.socket) -> tuple[bytes, list[int]]:
    room = _socket.CMSG_SPACE(MAX_DESCRIPTORS * array.array("i").itemsize)
    packet, ancillary, _, _ = control.recvmsg(MAX_PACKET, room)
    descriptors = array.array("i")
    for _, _, data in ancillary:
        descriptors.frombytes(data)
    return packet, list(descriptors)
