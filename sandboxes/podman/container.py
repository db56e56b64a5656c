"""One container: what it is allowed, how it is reached, how it ends."""

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.podman import root
from codeeval_gym.sandboxes.podman.folders import make_root
from codeeval_gym.sandboxes.podman.service import Service, own_label
from codeeval_gym.sandboxes.workers.binds import outermost
from codeeval_gym.sandboxes.workers.bootstrap import BOOTSTRAP, PYTHON_OPTIONS
from codeeval_gym.sandboxes.workers.waiting import readable
from codeeval_gym.sandboxes.workers.worker import END_SECONDS

__all__ = ["Container", "Layout"]

START_SECONDS = 30.0
MEMORY_BYTES = 8 << 30
PROCESSES = 4096
"""Together with the memory: what holds a whole container where it has no control group of ours."""
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_ENVIRONMENT = {"HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin"}

# The socket becomes descriptor 0, which is where the common bootstrap looks for it.
_CONNECT = """
import json, os, socket, types
control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
control.connect("/control/socket")
os.dup2(control.fileno(), 0)
layout = json.loads(control.recv(1 << 20))
control.close()
root = types.ModuleType("root")
exec(compile(layout["code"], "<root>", "exec"), root.__dict__)
root.enter(layout)
del control, layout, root
"""


@dataclass(frozen=True)
class Layout:
    """What of the host a container is shown."""

    executable: str
    """What the launcher runs on."""
    binds: tuple[tuple[str, str], ...]
    """Host path and path inside."""
    links: tuple[tuple[str, str], ...]
    """Path inside and what it links to."""
    hash_seed: int = 0
    """Of the launcher's interpreter."""

    @classmethod
    def of(cls, launcher: Toolchain, toolchain: Toolchain, hash_seed: int = 0) -> "Layout":
        """What the launcher and the programs need."""
        binds = outermost((*launcher.binds, *toolchain.binds))
        links = dict((*launcher.links, *toolchain.links))
        return cls(launcher.executable, tuple(binds), tuple(links.items()), hash_seed)

    @property
    def environment(self) -> dict[str, str]:
        """The launcher's variables."""
        return {**_ENVIRONMENT, "PYTHONHASHSEED": str(self.hash_seed)}

    def packet(self) -> bytes:
        """What the container's first process needs to build its root."""
        content = {
            "code": Path(root.__file__).read_text("utf-8"),
            "binds": [*(inside for _, inside in self.binds), *_DEVICES],
            "links": [*self.links, ("/dev/shm", "/tmp")],
            "environment": list(self.environment),
        }
        return json.dumps(content).encode("ascii")


class Container:
    """A container that runs until its launcher ends, which is when its socket does.

    Args:
        service: Starts it.
        name: Unique among containers; ends in a number that is unique in this process.
        uid: The host's user and group id behind the launcher's; the next one is the programs'.
        layout: What it is shown.

    Raises:
        SandboxUnavailable: If it cannot be started, or does not connect.
    """

    def __init__(self, service: Service, name: str, uid: int, layout: Layout) -> None:
        self._service, self._uid = service, uid
        # By its number alone: a socket's path has to stay below 108 bytes.
        self._folder = service.folder / name.rpartition("-")[2]
        self._lock = threading.Lock()
        self._pidfds: list[int] = []
        self._identifier = ""
        self._folder.mkdir()
        self._folder.chmod(0o711)
        try:
            make_root(self._folder / "root", layout.binds, layout.links)
            with self._listen() as listener:
                self._start(self._options(name, layout))
                self.control = self._accept(listener)
                """The launcher's socket; whoever takes the container closes it."""
        except BaseException:
            self.remove()
            raise
        # Nothing may connect again; what the container's first process saw is gone as well.
        shutil.rmtree(self._folder / "control")

    def kill(self) -> None:
        """Kill everything in it, at once. Safe from any thread."""
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._pidfds:
                signal.pidfd_send_signal(self._pidfds[0], signal.SIGKILL)

    def remove(self) -> None:
        """End it and remove what is left of it. A second call does nothing."""
        self.kill()
        if self._identifier:
            self._service.remove(self._identifier)
        for pidfd in self._pidfds:  # the monitor ends last, when it has cleaned up
            readable(pidfd, seconds=END_SECONDS)
        self.forget()
        shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of it without touching it: it is another process's."""
        with self._lock:
            while self._pidfds:
                os.close(self._pidfds.pop())

    def said(self) -> str:
        """The last lines that its first process wrote."""
        try:
            return (self._folder / "log").read_text(errors="replace")[-2000:].strip()
        except OSError:
            return ""

    def _start(self, options: dict[str, Any]) -> None:
        running = self._service.start(options)
        self._identifier = running.identifier
        self.pid = running.pid
        """Its first process, the launcher."""
        try:
            for pid in (running.pid, running.monitor):
                self._pidfds.append(os.pidfd_open(pid))
        except ProcessLookupError:
            raise self._unavailable("it ended at once.") from None

    def _listen(self) -> socket.socket:
        """A socket in a folder that only the container's first process, and root, may enter."""
        folder = self._folder / "control"
        folder.mkdir(mode=0o700)
        with contextlib.ExitStack() as opened:
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            opened.enter_context(listener)
            listener.bind(str(folder / "socket"))
            listener.listen(1)
            for path in (folder, folder / "socket"):
                os.chown(path, self._uid, self._uid)
            opened.pop_all()
        return listener

    def _accept(self, listener: socket.socket) -> socket.socket:
        """Take the one connection, and see that it is who it should be."""
        monitor = self._pidfds[1]
        came = readable(listener.fileno(), monitor, seconds=START_SECONDS)
        if listener.fileno() not in came:
            raise self._unavailable("its first process did not connect.")
        listener.settimeout(START_SECONDS)  # it may have gone again
        control, _ = listener.accept()
        control.settimeout(START_SECONDS)
        credentials = control.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid, uid, _ = struct.unpack("3i", credentials)
        if (pid, uid) != (self.pid, self._uid):
            control.close()
            raise self._unavailable(
                f"process {pid} of user {uid} connected, not {self.pid} of {self._uid}: the "
                "service is in another pid namespace, or maps no user ids."
            )
        return control

    def _unavailable(self, missing: str) -> SandboxUnavailable:
        text = f"a container was started, but {missing} {self.said()}".strip()
        return SandboxUnavailable(
            "podman", text, "Run podman on this machine, with user namespaces."
        )

    def _options(self, name: str, layout: Layout) -> dict[str, Any]:
        binds = (*layout.binds, (str(self._folder / "control"), "/control"))
        mapped = [
            {"container_id": inside, "host_id": self._uid + at, "size": 1}
            for at, inside in enumerate((0, 1000))
        ]
        return _CONFINED | {
            "name": name,
            "labels": own_label(),
            "rootfs": str(self._folder / "root"),
            "environment": layout.environment,
            "command": [layout.executable, *PYTHON_OPTIONS, "-c", _CONNECT + BOOTSTRAP],
            "mounts": list(_mounts(binds)),
            "userns_mode": "private",
            "idmappings": {"UIDMap": mapped, "GIDMap": mapped},
            "log_config": {
                "Type": "k8s-file",
                "Config": {"path": str(self._folder / "log"), "size": 1 << 20},
            },
        }


_CONFINED: dict[str, Any] = {
    "auto_remove": True,
    "cap_drop": ["ALL"],
    # To make namespaces and mounts for runs, and to become the programs' user; all of them within
    # the container's user namespace only, and gone before a program runs.
    "cap_add": ["SYS_ADMIN", "SETUID", "SETGID", "SETPCAP"],
    "no_new_privileges": True,
    # The usual profiles of these two forbid every mount, of which the launcher makes one per run.
    "apparmor_profile": "unconfined",
    "security_opt": ["disable"],
    "read_only": True,
    "read_write_tmpfs": False,
    "network_mode": "none",
    "cgroupns": "private",
    "use_image_hosts": True,  # so that none is made
    "use_image_resolve_conf": True,
    "systemd": "false",
    "sdnotifyMode": "ignore",
    "hostname": "jail",
    "workdir": "/",
    "stop_timeout": 0,
    "mem_limit": MEMORY_BYTES,
    "pids_limit": PROCESSES,
    # Explicit: podman's defaults may be above what its runtime is allowed to set.
    "ulimits": [
        {"Name": name, "Soft": value, "Hard": value}
        for name, value in (("NOFILE", 256), ("NPROC", PROCESSES), ("CORE", 0))
    ],
}


def _mounts(binds: Iterable[tuple[str, str]]) -> Iterable[dict[str, Any]]:
    for outside, inside in binds:
        yield {"type": "bind", "source": outside, "target": inside, "read_only": True}
