"""How the launcher gets into a jail: as text, through the control socket.

No file of ours lies in the jail.
"""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import codeeval_gym.sandboxes.jail as jail
import codeeval_gym.trees as trees

__all__ = ["BOOTSTRAP", "COMMON_MODULES", "PYTHON_OPTIONS", "Preparation", "jail_sources"]

# What programs commonly import, loaded once by a launcher instead of in every run. Each module more
# makes every fork dearer, so rare ones (decimal, hashlib) are left to the programs that need them.
COMMON_MODULES = (
    "bisect", "collections", "contextlib", "copy", "dataclasses", "enum", "functools", "heapq",
    "io", "itertools", "json", "linecache", "math", "operator", "random", "re", "string",
    "threading", "time", "traceback", "types", "typing",
)  # fmt: skip

_MODULES = ("linux", "seccomp", "confine", "records", "outputs", "driver", "run_init", "launcher")

PYTHON_OPTIONS = ("-s", "-S", "-P", "-B", "-X", "utf8")
"""Of the interpreter that the launcher runs on."""

BOOTSTRAP = """
import _frozen_importlib_external as importing, _socket, marshal, sys
control = _socket.socket(fileno=0)
magic, preparation, modules = marshal.loads(control.recv(1 << 20))
for name, source, code in modules:
    module = sys.modules[name] = type(sys)(name)
    module.__path__ = []
    if magic == importing.MAGIC_NUMBER:
        code = marshal.loads(code)
    else:
        code = compile(source, "<" + name + ">", "exec")
    exec(code, module.__dict__)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)
sys.modules["codeeval_gym.sandboxes.jail.launcher"].main(control, *preparation)
"""
"""Reads what :func:`jail_sources` gives from descriptor 0, a ``SOCK_SEQPACKET`` socket."""


@dataclass(frozen=True)
class Preparation:
    """What a launcher does before its first fork, so that no run has to."""

    modules: tuple[str, ...] = ()
    """Python modules to load."""
    path: tuple[str, ...] = ()
    """Folders to look for them and for others in, behind the standard library's."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables to set before that."""
    single_use: bool = False
    """There will be one run only, and the launcher may become it."""
    hash_seed: int = 0
    """Of the launcher's interpreter. Fixed, so that a program answers alike on every worker."""


def jail_sources(preparation: Preparation) -> bytes:
    """One packet with the modules of the jail's side, in the order in which they can be loaded.

    They travel as source and, for an interpreter of the same kind as ours, compiled.

    Args:
        preparation: What the launcher does before it is ready.
    """
    package = jail.__name__
    parents = [".".join(package.split(".")[: depth + 1]) for depth in range(package.count(".") + 1)]
    folder = Path(jail.__file__).parent
    files = {trees.__name__: Path(trees.__file__)}
    files |= {f"{package}.{name}": folder / f"{name}.py" for name in _MODULES}
    modules = [(name, "", _code(name, "")) for name in parents]
    for name, path in files.items():
        source = path.read_text("utf-8")
        modules.append((name, source, _code(name, source)))
    prepared = (
        preparation.modules,
        preparation.path,
        dict(preparation.variables),
        preparation.single_use,
    )
    return marshal.dumps((MAGIC_NUMBER, prepared, modules))


@cache
def _code(name: str, source: str) -> bytes:
    """Compiled here, once: a quarter of a launcher's start would go into compiling."""
    return marshal.dumps(compile(source, f"<{name}>", "exec"))
