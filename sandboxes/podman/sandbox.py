"""The ``podman`` sandbox: a pool of containers, one program at a time in each."""

import os
import threading

from codeeval_gym.sandboxes.dependencies import DependencyResolver
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.podman.requirements import require_podman
from codeeval_gym.sandboxes.podman.service import Service
from codeeval_gym.sandboxes.podman.worker import PodmanWorker
from codeeval_gym.sandboxes.workers.bootstrap import Preparation
from codeeval_gym.sandboxes.workers.pool import WorkerSandbox
from codeeval_gym.sandboxes.workers.toolbox import Toolbox
from codeeval_gym.sandboxes.workers.worker import Worker

__all__ = ["PodmanSandbox"]


class PodmanSandbox(WorkerSandbox):
    """Judges programs in containers that podman starts once and a warm launcher fills.

    Args:
        workers: Programs run at one time; ``None`` means the number of usable cores.
        python: ``X.Y`` or the path of the interpreter that programs run on; ``None`` means the
            running interpreter's ``X.Y``.
        cgroups: Use control groups of ours where the machine lets us. Without them a container's
            own limits hold for all it runs, and figures are lower bounds.
        url: The socket of a podman service on this machine, ``unix:///run/podman/podman.sock``;
            ``None`` starts one when it is needed.
        mode: ``fast``: a container serves many runs, each in namespaces of its own. ``strict``: a
            container is started for each run, ahead of it, and nothing of it is used again.
        dependencies: Gives programs the packages that their challenge declares; stays the
            caller's. ``None`` means that none may be declared.

    Raises:
        SandboxUnavailable: If this machine cannot start the container; says what is missing.
        ValueError: If ``workers`` is not positive, there is no such mode, or ``url`` is no
            socket of this machine.
    """

    backend = "podman"

    def __init__(
        self,
        *,
        workers: int | None = None,
        python: str | None = None,
        cgroups: bool = True,
        url: str | None = None,
        mode: str = "fast",
        dependencies: DependencyResolver | None = None,
    ) -> None:
        if url is not None and not url.startswith("unix://"):
            raise ValueError(f"url must start with unix://, not be {url!r}.")
        require_podman(url)
        self._cgroups = cgroups
        self._url = url
        self._service: Service | None = None
        self._service_lock = threading.Lock()
        toolbox = Toolbox(python, mapped=True)
        super().__init__(workers=workers, toolbox=toolbox, mode=mode, dependencies=dependencies)

    def start_worker(self, toolchain: Toolchain, preparation: Preparation) -> Worker:
        """Start a container; see :meth:`WorkerSandbox.start_worker`."""
        return PodmanWorker(
            self.service,
            self._toolbox.launcher,
            toolchain,
            preparation=preparation,
            cgroups=self._cgroups,
        )

    @property
    def service(self) -> Service:
        """What starts the containers, and knows the runtime chosen."""
        with self._service_lock:
            if self._service is None or self._service.owner != os.getpid():
                self._service = Service(self._url)  # after a fork, the parent's is the parent's
            return self._service

    def close(self) -> None:
        """End every container and the service. A second call does nothing."""
        super().close()
        if self._service is not None:
            self._service.close()
