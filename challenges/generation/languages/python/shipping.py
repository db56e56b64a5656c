"""Brings the code that runs beside a repository's into a jail."""

from collections.abc import Mapping
from importlib import resources

__all__ = ["FOLDER", "jail_files", "shipped"]

FOLDER = "codeeval_jail"
"""The package that the files are in the jail."""
_HERE = "codeeval_gym.challenges.generation.languages.python.jail"
_NAMES = ("__init__", "plain", "probe", "recorder", "stand_in", "suite")


def jail_files(*names: str) -> Mapping[str, str]:
    """The files of the jail's side, by path: all of them, or those named."""
    return {f"{FOLDER}/{name}.py": shipped(name) for name in ("__init__", *(names or _NAMES))}


def shipped(name: str) -> str:
    """One of these modules as it stands in the jail."""
    text = resources.files(_HERE).joinpath(f"{name}.py").read_text("utf-8")
    return text.replace(_HERE, FOLDER)
