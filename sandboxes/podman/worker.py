"""One worker: a long-lived container with the launcher in it."""

import itertools
import os

from codeeval_gym.errors import SandboxUnavailable
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.podman.container import Container, Layout
from codeeval_gym.sandboxes.podman.service import Service
from codeeval_gym.sandboxes.workers.bootstrap import Preparation
from codeeval_gym.sandboxes.workers.launched import LaunchedWorker

__all__ = ["PodmanWorker"]

_UID_BASE = 1_000_000_000
_UIDS_PER_PROCESS = 64
_numbers = itertools.count()


class PodmanWorker(LaunchedWorker):
    """Starts a container and asks its launcher for runs, one at a time.

    Args:
        service: Starts the container.
        launcher: What the launcher runs on.
        toolchain: What programs run on; the same for Python.
        preparation: What the launcher does before its first fork.
        cgroups: Whether to put the launcher into a control group of ours. Without one, figures are
            lower bounds, limits hold per process, and the container's own for all of them.

    Raises:
        SandboxUnavailable: If the container cannot be started here; says why.
    """

    own_uid = True

    def __init__(
        self,
        service: Service,
        launcher: Toolchain,
        toolchain: Toolchain,
        *,
        preparation: Preparation,
        cgroups: bool = True,
    ) -> None:
        number = next(_numbers)
        name = f"codeeval-gym-{os.getpid()}-{number}"
        self._closed = False
        self._owner = os.getpid()
        layout = Layout.of(launcher, toolchain, preparation.hash_seed)
        self._container = Container(service, name, _uid(), layout)
        self._control = self._container.control
        self.isolation = (
            "user, mount, network, pid, ipc, uts and cgroup namespaces of the worker",
            f"a container of {service.chosen}",
            "podman's seccomp profile over it",
        )
        try:
            self._control.send(layout.packet())
            self.greet(preparation)
            if cgroups:
                self.enter_group(self.pid, f"{number}-podman")
        except OSError as error:
            raise self.unavailable(str(error)) from error
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The launcher, in our own numbering; the container ends with it."""
        return self._container.pid

    def kill(self) -> None:
        """Kill the container and everything in it, at once. Safe from any thread."""
        if os.getpid() == self._owner:
            self._container.kill()

    def close(self) -> None:
        """End the container and remove its control group. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._control.close()
        if os.getpid() != self._owner:  # a forked copy: the container is the parent's
            self._container.forget()
            return
        self._container.remove()
        self.remove_group()

    def said(self) -> str:
        """The last lines that the launcher wrote."""
        return self._container.said()

    def unavailable(self, symptom: str) -> SandboxUnavailable:
        """End the container; the error that says why there is none."""
        said = self.said()
        self.close()
        missing = f"the launcher of a container did not start: {said or symptom}."
        return SandboxUnavailable("podman", missing, "Run codeeval-gym doctor for what works here.")


def _uid() -> int:
    """A user id for a launcher, the next one for its programs; they own nothing on the host."""
    number = next(_numbers)
    return _UID_BASE + (os.getpid() * _UIDS_PER_PROCESS + number % 32 * 2) % 500_000_000
