"""What a job must be before any sandbox takes it."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.sandboxes import wire
from codeeval_gym.types import Call, Job

__all__ = ["check_job", "hash_seed"]

_MAX_NAME = 200
_TYPED = ("java", "cpp", "rust")
"""Languages whose integers end at 64 bits."""


def check_job(job: Job, main_files: Mapping[str, str]) -> None:
    """Refuse a job that cannot be run.

    Args:
        job: The job.
        main_files: Language to the name of the program's file.

    Raises:
        UnknownNameError: If the language is not one of ``main_files``.
        ValueError: If the inputs are none or mixed, a file name leaves the work folder, there is
            no main file, an environment variable cannot be set, or an argument cannot be handed
            to the language.
    """
    if job.language not in main_files:
        raise UnknownNameError("language", job.language, main_files)
    if not job.inputs:
        raise ValueError("A job needs at least one input.")
    if len({type(item) for item in job.inputs}) > 1:
        raise ValueError("The inputs of a job must all be of one class.")
    if main_files[job.language] not in job.files:
        raise ValueError(f"A {job.language} job needs a file {main_files[job.language]!r}.")
    for name in job.files:
        _check_file_name(name)
    for name, value in job.environment.items():
        if not name or "=" in name or "\0" in name + value:
            raise ValueError(f"{name!r} cannot be an environment variable with value {value!r}.")
    hash_seed(job.environment)
    if job.language in _TYPED:
        _check_integers(job)


def hash_seed(environment: Mapping[str, str]) -> int:
    """The hash seed that a job's variables ask for; 0, which all jobs share, if they do not.

    Raises:
        ValueError: If ``PYTHONHASHSEED`` is not a whole number from 0 to 4294967295.
    """
    text = environment.get("PYTHONHASHSEED", "0")
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << 32:
        raise ValueError(f"PYTHONHASHSEED must be 0 to 4294967295, not {text!r}.")
    return int(text)


def _check_integers(job: Job) -> None:
    for item in job.inputs:
        if isinstance(item, Call) and not wire.fits_64_bits(list(item.args)):
            raise ValueError(
                f"{item.function}: an argument has an integer beyond 64 bits, which {job.language} "
                "has no type for. Leave the test out for this language."
            )


def _check_file_name(name: str) -> None:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and str(path) == name
    if not inside or "\0" in name or len(name) > _MAX_NAME or name == ".":
        raise ValueError(
            f"A file name must be a relative path inside the work folder, not {name!r}."
        )
