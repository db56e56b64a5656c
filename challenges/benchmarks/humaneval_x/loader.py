"""HumanEval-X from local files, in five languages.

Qinkai Zheng et al., "CodeGeeX: A Pre-Trained Model for Code Generation with Multilingual
Benchmarking on HumanEval-X", 2023. Nothing of the files is executed: test code of every language is
parsed, and becomes data.
"""

import os

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks.humaneval_x._editions import EDITIONS, Edition, Reading
from codeeval_gym.challenges.benchmarks.reading import NotDataError
from codeeval_gym.challenges.benchmarks.upstream import (
    Benchmark,
    LeftOutError,
    Record,
    open_reader,
)
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.types import Challenge, Rights

__all__ = ["HUMANEVAL_X", "load_humaneval_x"]

_FIELDS = ("prompt", "declaration", "canonical_solution", "test")
_TIER = 3


def load_humaneval_x(path: str | os.PathLike[str], language: str | None = None) -> Dataset:
    """Load HumanEval-X.

    Args:
        path: A file such as ``humaneval_cpp.jsonl.gz``, or a folder with several of them.
            ``@upstream`` behind it takes every record as it is, without our repairs.
        language: Load only this language's; ``None`` means all that are there.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a file is not HumanEval-X; names file, line and field.
        UnknownNameError: If there is no such edition.
    """
    return in_language(HUMANEVAL_X, path, language)


def in_language(
    benchmark: Benchmark, path: str | os.PathLike[str], language: str | None
) -> Dataset:
    """The challenges of a benchmark that are in one language, or all of them.

    Raises:
        UnknownNameError: If the language is none that the benchmark is known in.
    """
    names = [edition.language for edition in EDITIONS]
    if language is not None and language not in names:
        raise UnknownNameError(f"language of {benchmark.name}", language, names)
    dataset = open_reader(benchmark, path).dataset()
    if language is None:
        return dataset
    known = {name for entry in dataset.entries() for name in entry.languages}
    return dataset.filter(language=language) if language in known else dataset[:0]


def edition_of(record: Record) -> tuple[Edition, int]:
    """The language and the number of a record.

    Raises:
        ValueError: If its id says neither.
    """
    task_id = record.text("task_id")
    prefix, _, number = task_id.partition("/")
    edition = next((item for item in EDITIONS if item.prefix == prefix), None)
    if edition is None or not (number.isascii() and number.isdigit()):
        known = ", ".join(item.prefix for item in EDITIONS)
        raise ValueError(f"field 'task_id': expected one of {known} and /NUMBER, got {task_id!r}")
    return edition, int(number)


def reading_of(fields: dict[str, str], edition: Edition, number: int) -> Reading:
    """What a record says.

    Raises:
        LeftOutError: If its checks are no data.
        ValueError: If it checks nothing, or is no record of this language.
    """
    try:
        reading = edition.read(fields, number)
    except NotDataError as error:
        raise LeftOutError(f"its checks are no data: {error}") from error
    if not reading.tests:
        raise ValueError("field 'test': it checks nothing")
    return reading


def _read(record: Record) -> Challenge:
    edition, number = edition_of(record)
    reading = reading_of({name: record.text(name) for name in _FIELDS}, edition, number)
    return Challenge(
        id=f"humaneval-x/{edition.language}/{number}",
        title=reading.signature.name.replace("_", " "),
        prompt=reading.starter,
        category="humaneval-x",
        tier=_TIER,
        languages=(edition.language,),
        signature=reading.signature,
        hidden_tests=reading.tests,
        references={edition.language: reading.reference},
        starter={edition.language: reading.starter},
        requirements=reading.requirements,
        source="THUDM/CodeGeeX HumanEval-X",
        licence="Apache-2.0",
        rights=Rights(train_allowed=True, redistribute=True),
        family=f"humaneval/{number}",
    )


HUMANEVAL_X = Benchmark(name="humaneval-x", read=_read, files=("humaneval_*.jsonl*",))
"""All problems of the five languages that are known here."""
