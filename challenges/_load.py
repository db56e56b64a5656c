"""One door to every dataset: :func:`load`."""

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from codeeval_gym.challenges._builtin import load_builtin
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks import load_humaneval, load_humaneval_x, load_multipl_e
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.registry import Registry
from codeeval_gym.types import Challenge, from_json, to_json

__all__ = ["collections", "load", "save_jsonl"]


collections: Registry[Callable[[str, str], Dataset]] = Registry(
    "dataset", group="codeeval_gym.challenges"
)
"""Datasets by the name before the colon, each ``(rest, split) -> Dataset``; ``rest`` is what stands
behind the colon, a path or a split, or nothing."""


def load(spec: str | os.PathLike[str] | Dataset = "builtin", split: str = "train") -> Dataset:
    """Return the dataset that ``spec`` names.

    Args:
        spec: A name of :data:`collections`, alone or with what it asks for behind a colon
            (``builtin``, ``builtin:test``, ``humaneval:PATH`` …), the path of a file that
            :func:`save_jsonl` wrote, or a dataset, which is returned as it is.
        split: For ``builtin``; a split inside ``spec`` wins.

    Raises:
        UnknownNameError: If ``spec`` is none of these.
        FileNotFoundError: If the path it names does not exist.
        ConfigError: If the file does not hold challenges; names file, line and field.
    """
    if isinstance(spec, Dataset):
        return spec
    kind, _, rest = os.fspath(spec).partition(":")
    if kind in collections:
        return collections[kind](rest, split)
    path = Path(spec)
    if path.is_file():
        return _load_jsonl(path)
    if path.suffix in (".jsonl", ".json") or len(path.parts) > 1:
        raise FileNotFoundError(f"There is no file {path} with challenges, one JSON line each.")
    raise UnknownNameError("dataset", str(spec), (*collections, "PATH.jsonl"))


@collections.register("builtin")
def _builtin(rest: str, split: str) -> Dataset:
    return load_builtin(rest or split)


@collections.register("humaneval")
def _humaneval(rest: str, split: str) -> Dataset:
    return load_humaneval(_path(rest, "humaneval"))


@collections.register("humaneval-x")
def _humaneval_x(rest: str, split: str) -> Dataset:
    return load_humaneval_x(_path(rest, "humaneval-x"))


@collections.register("multipl-e")
def _multipl_e(rest: str, split: str) -> Dataset:
    return load_multipl_e(_path(rest, "multipl-e"))


def _path(rest: str, name: str) -> str:
    if not rest:
        raise ValueError(f"{name!r} is read from a file: write {name}:PATH.")
    return rest


def save_jsonl(challenges: Iterable[Challenge], path: str | os.PathLike[str]) -> None:
    """Write challenges to a file that :func:`load` reads, one JSON line each.

    The file appears when it is complete, or, if writing fails, is left as it was.

    Raises:
        OSError: If the file cannot be written.
    """
    target = Path(path)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.writelines(to_json(challenge) + "\n" for challenge in challenges)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _load_jsonl(path: Path) -> Dataset:
    challenges: dict[str, Challenge] = {}
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                challenge = from_json(Challenge, line)
            except ConfigError as error:
                raise ConfigError(f"{path}, line {number}: {error}") from error
            if challenge.id in challenges:
                raise ConfigError(f"{path}, line {number}: id: {challenge.id!r} is there twice.")
            challenges[challenge.id] = challenge
    return Dataset.of(challenges.values(), name=path.name)
