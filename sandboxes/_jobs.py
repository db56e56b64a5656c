"""What a job must be before any sandbox takes it."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Job

__all__ = ["MAIN_FILE", "check_job"]

MAIN_FILE = "main.py"
_MAX_NAME = 200


def check_job(job: Job, languages: Sequence[str]) -> None:
    """Refuse a job that cannot be run.

    Raises:
        UnknownNameError: If the language is not one of ``languages``.
        ValueError: If the inputs are none or mixed, a file name leaves the work folder, there is
            no main file, or an environment variable cannot be set.
    """
    if job.language not in languages:
        raise UnknownNameError("language", job.language, languages)
    if not job.inputs:
        raise ValueError("A job needs at least one input.")
    if len({type(item) for item in job.inputs}) > 1:
        raise ValueError("The inputs of a job must all be of one class.")
    if MAIN_FILE not in job.files:
        raise ValueError(f"A {job.language} job needs a file {MAIN_FILE!r}.")
    for name in job.files:
        _check_file_name(name)
    for name, value in job.environment.items():
        if not name or "=" in name or "\0" in name + value:
            raise ValueError(f"{name!r} cannot be an environment variable with value {value!r}.")


def _check_file_name(name: str) -> None:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and str(path) == name
    if not inside or "\0" in name or len(name) > _MAX_NAME or name == ".":
        raise ValueError(
            f"A file name must be a relative path inside the work folder, not {name!r}."
        )
