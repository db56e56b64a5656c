"""The ``nsjail`` sandbox: a pool of worker jails, one program at a time in each."""

import os

from codeeval_gym.sandboxes.dependencies import DependencyResolver
from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.nsjail.worker import NsjailWorker
from codeeval_gym.sandboxes.workers.bootstrap import Preparation
from codeeval_gym.sandboxes.workers.pool import WorkerSandbox
from codeeval_gym.sandboxes.workers.toolbox import Toolbox
from codeeval_gym.sandboxes.workers.worker import Worker

__all__ = ["NsjailSandbox"]


class NsjailSandbox(WorkerSandbox):
    """Judges programs in jails that nsjail builds once and a warm launcher fills.

    Args:
        workers: Programs run at one time; ``None`` means the number of usable cores.
        python: ``X.Y`` or the path of the interpreter that programs run on; ``None`` means the
            running interpreter's ``X.Y``.
        cgroups: Use control groups where the machine lets us. Without them limits hold per
            process and figures are lower bounds.
        mode: ``fast``: a jail serves many runs, each in namespaces of its own. ``strict``: nsjail
            builds a jail for each run, ahead of it, and nothing of it is used again.
        dependencies: Gives programs the packages that their challenge declares; stays the
            caller's. ``None`` means that none may be declared.

    Raises:
        SandboxUnavailable: If this machine cannot build the jail; says what is missing.
        ValueError: If ``workers`` is not positive, or there is no such mode.
    """

    backend = "nsjail"

    def __init__(
        self,
        *,
        workers: int | None = None,
        python: str | None = None,
        cgroups: bool = True,
        mode: str = "fast",
        dependencies: DependencyResolver | None = None,
    ) -> None:
        self._cgroups = cgroups
        toolbox = Toolbox(python, mapped=os.geteuid() == 0)
        super().__init__(workers=workers, toolbox=toolbox, mode=mode, dependencies=dependencies)

    def start_worker(self, toolchain: Toolchain, preparation: Preparation) -> Worker:
        """Build a worker jail; see :meth:`WorkerSandbox.start_worker`."""
        launcher = self._toolbox.launcher
        return NsjailWorker(launcher, toolchain, preparation=preparation, cgroups=self._cgroups)
