"""The hand-made library: challenges in five languages, one folder each, all of it data.

>>> from codeeval_gym.challenges import library
>>> sorted(library.all()[0].references)
['cpp', 'java', 'javascript', 'python', 'rust']
"""

import hashlib
from functools import cache
from importlib.resources import files

from codeeval_gym.challenges.library._entry import CATEGORIES, Entry, WrongProgram
from codeeval_gym.challenges.library._reading import read_folder
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = [
    "CATEGORIES",
    "Entry",
    "WrongProgram",
    "all",
    "entry",
    "get",
    "names",
    "read_folder",
    "split_of",
    "wrong_program",
]


@cache
def names() -> tuple[str, ...]:
    """Return the names of all challenges in alphabetical order; they are those of the folders."""
    folders = (item for item in files(__package__).iterdir() if item.is_dir())
    return tuple(sorted(it.name for it in folders if (it / "challenge.yaml").is_file()))


def all() -> tuple[Challenge, ...]:  # noqa: A001 - read as library.all()
    """Return every challenge, in the order of :func:`names`."""
    return tuple(map(get, names()))


def get(name: str) -> Challenge:
    """Look a challenge up.

    Raises:
        UnknownNameError: If there is none of this name; suggests the nearest.
    """
    return entry(name).challenge


def wrong_program(name: str) -> WrongProgram:
    """Return the plausible wrong program that is kept beside a challenge.

    Raises:
        UnknownNameError: As :func:`get`.
    """
    return entry(name).wrong


def split_of(challenge: Challenge) -> str:
    """Return the split that a challenge belongs to: 60, 20 and 20 % of the SHA-256 space.

    What shares a cluster, or without one a family, shares a split. Neither the other challenges
    nor an edit of the prompt or tests moves a challenge to another one.
    """
    digest = hashlib.sha256((challenge.cluster or challenge.family).encode()).digest()
    return ("train", "train", "train", "validation", "test")[int.from_bytes(digest[:8]) % 5]


@cache
def entry(name: str) -> Entry:
    """Return a challenge with what is kept beside it to check its tests.

    Raises:
        UnknownNameError: As :func:`get`.
    """
    if name not in names():
        raise UnknownNameError("challenge of the library", name, names())
    return read_folder(files(__package__) / name)
