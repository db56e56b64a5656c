"""One door to every dataset: :func:`load`."""

import os
from collections.abc import Callable
from pathlib import Path

from codeeval_gym.challenges._builtin import load_builtin, load_families, load_library
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks import BENCHMARKS, open_benchmark
from codeeval_gym.challenges.storage import load_folder, load_hub, load_jsonl
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.registry import Registry

__all__ = ["collections", "load"]


collections: Registry[Callable[[str, str], Dataset]] = Registry(
    "dataset", group="codeeval_gym.challenges"
)
"""Datasets by the name before the colon, each ``(rest, split) -> Dataset``; ``rest`` is what stands
behind the colon, a path or a split, or nothing."""


def load(
    spec: str | os.PathLike[str] | Dataset = "builtin",
    split: str = "train",
    *,
    public: bool = False,
) -> Dataset:
    """Return the dataset that ``spec`` names.

    Args:
        spec: A name of :data:`collections`, alone or with what it asks for behind a colon
            (``builtin``, ``builtin:test``, ``humaneval:PATH`` …); the path of a folder that
            :func:`~codeeval_gym.challenges.storage.save` wrote, or of a file that
            :func:`~codeeval_gym.challenges.storage.save_jsonl` did, plain or ``.gz``; or a
            dataset, which is returned as it is. ``@upstream`` behind a benchmark's path takes its
            records without our repairs, and ``hub`` in its place reads them from the hub.
        split: For what has splits; a split inside ``spec`` wins.
        public: True gives the challenges as a policy may see them. Of a folder, the files with
            hidden tests and references are not even opened.

    Raises:
        UnknownNameError: If ``spec`` is none of these.
        FileNotFoundError: If the path it names does not exist.
        ConfigError: If the file does not hold challenges; names file, line and field.
    """
    dataset = _load(spec, split, public=public)
    return dataset.public() if public else dataset


def _load(spec: str | os.PathLike[str] | Dataset, split: str, *, public: bool) -> Dataset:
    if isinstance(spec, Dataset):
        return spec
    kind, _, rest = os.fspath(spec).partition(":")
    if kind in collections:
        return collections[kind](rest, split)
    path = Path(spec)
    if path.is_dir():
        return load_folder(path, split, public=public)
    if path.is_file():
        return load_jsonl(path)
    if path.suffix in (".jsonl", ".json", ".gz") or len(path.parts) > 1:
        raise FileNotFoundError(f"There is no file {path} with challenges, one JSON line each.")
    raise UnknownNameError("dataset", str(spec), (*collections, "PATH.jsonl"))


@collections.register("builtin")
def _builtin(rest: str, split: str) -> Dataset:
    return load_builtin(rest or split)


@collections.register("families")
def _families(rest: str, split: str) -> Dataset:
    return load_families(rest or split)


@collections.register("library")
def _library(rest: str, split: str) -> Dataset:
    return load_library(rest or split)


collections.register("hub")(load_hub)


def _from_benchmark(name: str) -> Callable[[str, str], Dataset]:
    def read(rest: str, split: str) -> Dataset:
        return open_benchmark(name, _path(rest, name)).dataset()

    return read


for _name in BENCHMARKS:
    collections.register(_name)(_from_benchmark(_name))


def _path(rest: str, name: str) -> str:
    if not rest:
        raise ValueError(f"{name!r} is read from a file: write {name}:PATH.")
    return rest
