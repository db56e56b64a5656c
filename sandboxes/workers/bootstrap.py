"""How the launcher gets into a jail: as text, through the control socket.

No file of ours lies in the jail.
"""

import json
from pathlib import Path

import codeeval_gym.sandboxes.jail as jail
import codeeval_gym.values as values

__all__ = ["BOOTSTRAP", "PYTHON_OPTIONS", "jail_sources"]

_MODULES = ("linux", "seccomp", "confine", "outputs", "driver", "run_init", "launcher")

PYTHON_OPTIONS = ("-s", "-S", "-P", "-B", "-X", "utf8")
"""Of the interpreter that the launcher runs on."""

BOOTSTRAP = """
import json, socket, sys, types
control = socket.socket(fileno=0)
preload, sources = json.loads(control.recv(1 << 20))
for name, source in sources:
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = []
    exec(compile(source, "<" + name + ">", "exec"), module.__dict__)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
sys.modules["codeeval_gym.sandboxes.jail.launcher"].main(control, preload)
"""
"""Reads what :func:`jail_sources` gives from descriptor 0, a ``SOCK_SEQPACKET`` socket."""


def jail_sources(*, preload: bool) -> bytes:
    """One packet with the modules of the jail's side, in the order in which they can be loaded.

    Args:
        preload: Load what Python programs commonly import, once, before the first fork.
    """
    package = jail.__name__
    parents = [".".join(package.split(".")[: depth + 1]) for depth in range(package.count(".") + 1)]
    sources = [(name, "") for name in parents]
    sources.append((values.__name__, Path(values.__file__).read_text("utf-8")))
    folder = Path(jail.__file__).parent
    sources += [
        (f"{package}.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in _MODULES
    ]
    return json.dumps([preload, sources]).encode("ascii")
