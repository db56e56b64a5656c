"""The hand-made library: challenges in five languages, one folder each, all of it data.

>>> from codeeval_gym.challenges import library
>>> sorted(library.all()[0].references)
['cpp', 'java', 'javascript', 'python', 'rust']
"""

from functools import cache
from importlib.resources import files

from codeeval_gym.challenges.library._entry import CATEGORIES, Entry, WrongProgram
from codeeval_gym.challenges.library._reading import read_folder
from codeeval_gym.challenges.similarity import split_of_cluster
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge

__all__ = [
    "CATEGORIES",
    "SHARES",
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

SHARES = {"train": 0.6, "validation": 0.2, "test": 0.2}
"""How much of the library each split gets, on average."""


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
    """Return the split that a challenge belongs to; :data:`SHARES` says how much each one gets.

    What shares a cluster shares a split; a challenge that is in none goes by its name. Neither the
    other challenges nor an edit of the prompt or tests moves it to another split.
    """
    return split_of_cluster(challenge.cluster or challenge.id.partition("/")[2], SHARES)


@cache
def entry(name: str) -> Entry:
    """Return a challenge with what is kept beside it to check its tests.

    Raises:
        UnknownNameError: As :func:`get`.
    """
    if name not in names():
        raise UnknownNameError("challenge of the library", name, names())
    return read_folder(files(__package__) / name)
