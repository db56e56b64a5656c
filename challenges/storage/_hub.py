"""Datasets as tables of Hugging Face ``datasets``, and from its hub; needs the extra ``hub``."""

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import ModuleType
from typing import Any, get_type_hints

from codeeval_gym.challenges._catalogue import Entry
from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.storage._entries import entry_of_row
from codeeval_gym.challenges.storage._rows import (
    PRIVATE,
    PUBLIC,
    WRONG,
    challenge_of,
    private_row,
    public_row,
)
from codeeval_gym.errors import ConfigError
from codeeval_gym.types import Challenge

__all__ = ["from_hugging_face", "load_hub", "to_hugging_face"]

_BATCH = 1000
_KNOWN = ("id", "category", "tier", "languages", "rights", "family", "cluster")
_HINTS = get_type_hints(Challenge)


def to_hugging_face(
    dataset: Iterable[Challenge],
    *,
    public: bool = False,
    path: str | os.PathLike[str] | None = None,
) -> Any:
    """Return a ``datasets.Dataset`` with one row for each challenge.

    Texts, numbers and lists of texts are columns as they are; what has more structure is JSON
    text in its column, so that all rows have the same types.

    Args:
        dataset: The challenges.
        public: True leaves out what only the judge may see.
        path: An Arrow file to write the table to, for a dataset that is larger than the memory;
            ``None`` keeps the table in memory.

    Raises:
        ConfigError: If the extra ``hub`` is not installed.
        OSError: If the file cannot be written.
    """
    library = _library()
    import pyarrow as pa

    features = _features(library, PUBLIC if public else (*PUBLIC, *PRIVATE, WRONG))
    schema = features.arrow_schema
    sink = pa.BufferOutputStream() if path is None else pa.OSFile(os.fspath(path), "wb")
    with sink, pa.ipc.new_stream(sink, schema) as writer:
        for rows in _batches(_rows(dataset, public=public)):
            writer.write_batch(pa.RecordBatch.from_pylist(rows, schema))
    if path is None:
        return library.Dataset.from_buffer(sink.getvalue())
    return library.Dataset.from_file(os.fspath(path))


def from_hugging_face(table: Any, name: str, *, private: Any = None) -> Dataset:
    """Read challenges from tables that :func:`to_hugging_face` or a dataset's folder gave.

    Rows are read when they are asked for.

    Args:
        table: A ``datasets.Dataset``, of one split.
        name: What the dataset is called.
        private: The table with what only the judge may see, if it is not in the first.

    Raises:
        ConfigError: If a row is no challenge; names row and column. Columns with structure are
            checked when a challenge is asked for.
    """
    entries = list(_entries(table, name))
    places = {entry.id: place for place, entry in enumerate(entries)}
    hidden = {} if private is None else {key: at for at, key in enumerate(private["id"])}

    def build(challenge_id: str) -> Challenge:
        rows = [table[places[challenge_id]]]
        if private is not None:
            if challenge_id not in hidden:
                raise ConfigError(f"{name}: the private table has no challenge {challenge_id!r}.")
            rows.append(private[hidden[challenge_id]])
        try:
            return challenge_of(*rows)
        except ConfigError as error:
            raise ConfigError(f"{name}, row {places[challenge_id]}: {error}") from error

    try:
        return Dataset(name, entries, build)
    except ValueError as error:
        raise ConfigError(str(error)) from error


def load_hub(spec: str, split: str) -> Dataset:
    """Load a dataset from the hub: a table, or a dataset's folder as it was uploaded.

    Args:
        spec: ``OWNER/NAME@REVISION``. The revision, a commit or tag, makes the name mean the same
            tomorrow.
        split: Which split.

    Raises:
        ConfigError: If the extra ``hub`` is not installed, there is no revision, or it does not
            hold challenges.
        ConnectionError: If the hub cannot be reached.
    """
    name, at, revision = spec.rpartition("@")
    if not (at and name and revision):
        raise ConfigError(f"Say which revision of {spec or 'which dataset'!r}: hub:NAME@REVISION.")
    library = _library()
    try:
        configs = library.get_dataset_config_names(name, revision=revision)
        if {"public", "private"} <= set(configs):
            table, private = (
                library.load_dataset(name, config, revision=revision, split=split)
                for config in ("public", "private")
            )
        else:
            table, private = library.load_dataset(name, revision=revision, split=split), None
    except OSError as error:
        raise ConnectionError(f"{spec} cannot be read from the hub: {error!s:.300}") from error
    except (ValueError, library.exceptions.DatasetGenerationError) as error:
        raise ConfigError(f"{spec}: {error!s:.300}") from error
    return from_hugging_face(table, f"{name}:{split}", private=private)


def _library() -> ModuleType:
    try:
        import datasets
    except ImportError as error:
        raise ConfigError(
            "Tables of Hugging Face need the package datasets: pip install 'codeeval-gym[hub]'."
        ) from error
    found: ModuleType = datasets
    return found


def _features(library: ModuleType, names: Iterable[str]) -> Any:
    text = library.Value("string")
    kinds: dict[Any, Any] = {int: library.Value("int64"), tuple[str, ...]: [text]}
    columns = {name: kinds.get(_HINTS.get(name), text) for name in names}
    return library.Features(columns)


def _rows(dataset: Iterable[Challenge], *, public: bool) -> Iterator[Mapping[str, Any]]:
    for challenge in dataset:
        row = public_row(challenge)
        yield row if public else {**row, **private_row(challenge)}


def _batches(rows: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _entries(table: Any, name: str) -> Iterator[Entry]:
    missing = [column for column in _KNOWN if column not in table.column_names]
    if missing:
        raise ConfigError(f"{name} holds no challenges: it has no column {missing[0]!r}.")
    for place, row in enumerate(table.select_columns(list(_KNOWN))):
        try:
            yield entry_of_row(row)
        except ConfigError as error:
            raise ConfigError(f"{name}, row {place}: {error}") from error
