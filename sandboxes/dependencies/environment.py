"""What a sandbox needs to know of an environment that was built."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Environment"]


@dataclass(frozen=True)
class Environment:
    """Packages as a jail sees them. Every path but those left in ``binds`` is inside the jail.

    Only the fields of the environment's language are filled; without requirements none is.
    """

    key: str
    """Hash of everything it is made of; empty for an environment without packages."""
    language: str
    """Lower-case, as in ``Job.language``."""
    packages: tuple[str, ...] = ()
    """For people: ``numpy 2.4.6``."""
    modules: tuple[str, ...] = ()
    """What its packages are imported as. The operator trusts them: a launcher may load them before
    the first fork, with ``variables`` set, so that no run pays for that."""
    binds: tuple[tuple[str, str], ...] = ()
    """Host path and the path inside the jail, each bound read-only."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Environment variables of the program, set before it starts or imports anything."""
    python_path: tuple[str, ...] = ()
    """Python: to be added to ``sys.path`` behind the standard library, which nothing may shadow."""
    class_path: tuple[str, ...] = ()
    """Java: jars for the class path of compiler and program."""
    include_folders: tuple[str, ...] = ()
    """C++: folders for ``-isystem``."""
    archives: tuple[str, ...] = ()
    """C++: static libraries, linked into every program as far as it uses them."""
    externs: tuple[tuple[str, str], ...] = ()
    """Rust: crate name and library, for ``--extern NAME=PATH``."""
    library_folders: tuple[str, ...] = ()
    """Rust: folders for ``-L dependency=…``."""
