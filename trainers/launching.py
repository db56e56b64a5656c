"""Configurations of ``accelerate launch`` that come with the package: ``docs/distributed.md``."""

from importlib.resources import files
from pathlib import Path

from codeeval_gym.errors import UnknownNameError

__all__ = ["launch_config", "launch_configs"]

_FOLDER = Path(str(files("codeeval_gym.trainers"))) / "launch"


def launch_configs() -> tuple[str, ...]:
    """The names there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def launch_config(name: str) -> Path:
    """The file to give to ``accelerate launch --config_file``.

    Args:
        name: One of :func:`launch_configs`, e.g. ``"ddp"``.

    Raises:
        UnknownNameError: If there is none of that name; suggests the nearest.
    """
    if name not in launch_configs():
        raise UnknownNameError("launch configuration", name, launch_configs())
    return _FOLDER / f"{name}.yaml"
