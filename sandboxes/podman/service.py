"""The podman service: its socket, the runtime that works here, and containers of dead processes.

Where no ``url`` is given, ``podman system service`` is started on a socket of our own when it is
needed and ends by itself when it was idle for a while: containers do not need it to live. So a
killed supervisor leaves no service behind.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.podman.folders import make_folder, sweep_folders
from codeeval_gym.sandboxes.podman.requirements import no_runtime, no_service, require_podman
from codeeval_gym.sandboxes.workers.owner import is_gone, owner_key
from codeeval_gym.sandboxes.workers.worker import END_SECONDS

if TYPE_CHECKING:
    from podman import PodmanClient

__all__ = ["RunningContainer", "Service", "own_label"]

OWNER_LABEL = "codeeval-gym.owner"
START_SECONDS = 30.0
IDLE_SECONDS = 30
_RUNTIMES = ("crun", "runc")
_REMOVALS, _REMOVAL_PAUSE = 10, 0.1


class RunningContainer:
    """A container that podman started.

    Args:
        identifier: Podman's id.
        state: What podman says of it.
    """

    def __init__(self, identifier: str, state: dict[str, Any]) -> None:
        self.identifier = identifier
        self.pid = int(state["Pid"])
        """Its first process, in the service's numbering."""
        self.monitor = int(state["ConmonPid"])
        """The process that waits for its end and cleans up behind it."""


class Service:
    """Starts and removes containers. Thread-safe; a forked copy must not be used.

    Args:
        url: A service's socket, ``unix:///run/podman/podman.sock``; ``None`` starts one.

    Raises:
        SandboxUnavailable: If there is no podman that works.
    """

    def __init__(self, url: str | None = None) -> None:
        require_podman(url)
        sweep_folders()
        self.owner = os.getpid()
        self.folder = make_folder()
        """Where containers' folders lie; removed by :meth:`close`."""
        self.runtime = ""
        """The runtime chosen; empty before the first container."""
        self.passed_over: dict[str, str] = {}
        """Runtimes tried before, and what they said."""
        self._path = url.removeprefix("unix://") if url else f"{self.folder}/podman.sock"
        self._own = url is None
        self._served = ""
        """The runtime that the service uses; empty for podman's choice."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the service
        self._tidy = weakref.finalize(self, _remove_folder, self.folder, self.owner)
        try:
            with self.client() as client:
                facts = client.info()
                # None where the runtime cannot even say its version.
                self._served = str((facts["host"]["ociRuntime"] or {}).get("name", ""))
                self._version = str(facts["version"]["Version"])
                _sweep_containers(client)
        except BaseException:
            self.close()
            raise

    @property
    def chosen(self) -> str:
        """What starts the containers, and what was tried before, for people."""
        passed = "; ".join(f"not {name}: {said}" for name, said in self.passed_over.items())
        return f"podman {self._version} with {self.runtime}" + (f" ({passed})" if passed else "")

    def start(self, options: dict[str, Any]) -> RunningContainer:
        """Start a container, with the runtime that works here.

        Raises:
            SandboxUnavailable: If no runtime can; says what each of them said.
        """
        said: dict[str, str] = {}
        for runtime in self._candidates():
            self._serve_with(runtime)
            try:
                running = self._start(options)
            except OSError as error:  # podman-py's errors are requests', which are this
                said[runtime] = _reason(error)
            else:
                self.passed_over = self.passed_over or said
                self.runtime = runtime
                return running
        raise no_runtime(said)

    def remove(self, identifier: str) -> None:
        """Remove a container, dead or alive, if it is still there."""
        # Containers are started to be removed at their end, and the next start sweeps: an error
        # here leaves nothing for good.
        with contextlib.suppress(OSError, SandboxUnavailable), self.client() as client:
            for _ in range(_REMOVALS):
                # Refused at first if its monitor was killed: podman takes it to run, tries to stop
                # it, and only by that finds out.
                options = {"force": True, "v": True}
                answer = client.api.delete(f"/containers/{identifier}", params=options)
                if answer.ok or answer.status_code == HTTPStatus.NOT_FOUND:
                    return
                time.sleep(_REMOVAL_PAUSE)

    def close(self) -> None:
        """End the service, if it is ours, and remove its folder. A second call does nothing."""
        if os.getpid() == self.owner:
            self._end_process()
        self._log.close()
        self._tidy()

    @contextlib.contextmanager
    def client(self) -> Iterator["PodmanClient"]:
        """A connection to a service that answers.

        Raises:
            SandboxUnavailable: If none does.
        """
        from podman import PodmanClient

        with self._lock:
            if not _listening(self._path):
                self._wake()
        with PodmanClient(base_url=f"unix://{self._path}", timeout=START_SECONDS) as client:
            yield client

    def _candidates(self) -> list[str]:
        if self.runtime:
            return [self.runtime]
        if not self._own:  # a service of somebody else's has the runtime it was started with
            return [self._served]
        return [name for name in dict.fromkeys((self._served, *_RUNTIMES)) if name]

    def _serve_with(self, runtime: str) -> None:
        """Have our service use this runtime: it takes no other from a request."""
        with self._lock:
            if runtime != self._served:
                self._end_process()
                self._served = runtime

    def _start(self, options: dict[str, Any]) -> RunningContainer:
        with self.client() as client:
            container = client.containers.create("", **options)
            try:
                container.start()
                container.reload()
            except OSError:
                self.remove(container.id)
                raise
            return RunningContainer(container.id, container.attrs["State"])

    def _wake(self) -> None:
        """Start our service; it may have ended because it was idle."""
        if not self._own:
            raise no_service(f"nothing answers at {self._path}.")
        self._end_process()
        address = f"unix://{self._path}"
        runtime = ["--runtime", self._served] if self._served else []
        service = ["system", "service", "--time", str(IDLE_SECONDS), address]
        self._process = subprocess.Popen(
            ["podman", *runtime, *service],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd="/",
            start_new_session=True,  # a Ctrl-C at the terminal is ours to handle
        )
        deadline = time.monotonic() + START_SECONDS
        while not _listening(self._path):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise no_service(f"podman system service did not start: {self._said()}.")
            time.sleep(0.005)

    def _end_process(self) -> None:
        if self._process is not None:
            self._process.kill()  # it holds nothing: containers are their monitors' children
            with contextlib.suppress(subprocess.TimeoutExpired):  # it is waited for once more then
                self._process.wait(END_SECONDS)
            self._process = None

    def _said(self) -> str:
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 1000))
        return self._log.read().decode(errors="replace").strip() or "it said nothing"


def _reason(error: OSError) -> str:
    """What podman said, without the address and number that podman-py puts around it."""
    text = str(getattr(error, "explanation", None) or error)
    return text if len(text) <= 300 else text[:300] + "…"


def _listening(path: str) -> bool:
    """True if a service is there; being asked, it goes on for as long as it waits when idle."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(START_SECONDS)
        try:
            probe.connect(path)
        except OSError:
            return False
        return True


def _sweep_containers(client: "PodmanClient") -> None:
    """Remove containers whose process died without doing so."""
    for container in client.containers.list(all=True, filters={"label": OWNER_LABEL}):
        if is_gone((container.attrs.get("Labels") or {}).get(OWNER_LABEL, "")):
            with contextlib.suppress(OSError):  # another process may be sweeping, too
                container.remove(force=True)


def own_label() -> dict[str, str]:
    """The label of this process's containers."""
    return {OWNER_LABEL: owner_key()}


def _remove_folder(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked copy ends without taking it away
        shutil.rmtree(folder, ignore_errors=True)
