"""HumanEval-X from local files, in five languages.

Qinkai Zheng et al., "CodeGeeX: A Pre-Trained Model for Code Generation with Multilingual
Benchmarking on HumanEval-X", 2023. Nothing of the files is executed: test code of every language is
parsed, and becomes data.
"""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

from codeeval_gym.challenges._dataset import Dataset
from codeeval_gym.challenges.benchmarks._records import read_lines, read_record
from codeeval_gym.challenges.benchmarks.humaneval_x._defects import UNSUPPORTED, repaired
from codeeval_gym.challenges.benchmarks.humaneval_x._editions import EDITIONS, Edition
from codeeval_gym.challenges.benchmarks.reading import NotDataError
from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.types import Challenge, Rights

__all__ = ["load_humaneval_x"]

_FIELDS = ("task_id", "prompt", "declaration", "canonical_solution", "test")
_TIER = 3


def load_humaneval_x(path: str | os.PathLike[str], language: str | None = None) -> Dataset:
    """Load HumanEval-X, less ``UNSUPPORTED``; what is wrong with the rest is in ``DEFECTS``.

    Args:
        path: A file such as ``humaneval_cpp.jsonl.gz``, or a folder with several of them.
        language: Load only this language's; ``None`` means all that are there.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a file is not HumanEval-X; names file, line and field.
        UnknownNameError: If there is no such edition.
    """
    names = [edition.language for edition in EDITIONS]
    if language is not None and language not in names:
        raise UnknownNameError("edition of HumanEval-X", language, names)
    challenges: dict[str, Challenge] = {}
    for file in _find(Path(path), language):
        for challenge in _read(file):
            if language in (None, *challenge.languages):
                challenges.setdefault(challenge.id, challenge)
    return Dataset.of(challenges.values(), name="humaneval-x")


def _find(path: Path, language: str | None) -> list[Path]:
    if path.is_file():
        return [path]
    wanted = [item.files for item in EDITIONS if language in (None, item.language)]
    files = [file for pattern in wanted for file in sorted(path.glob(pattern))]
    if not files:
        raise FileNotFoundError(f"HumanEval-X is expected in {path}, as {' or '.join(wanted)}.")
    return files


def _read(file: Path) -> Iterator[Challenge]:
    for number, line in read_lines(file):
        try:
            challenge = _challenge(line)
        except ValueError as error:
            raise ConfigError(f"{file}, line {number}: {error}") from error
        if challenge is not None:
            yield challenge


def _challenge(line: str) -> Challenge | None:
    record = read_record(line, _FIELDS)
    edition, number = _edition(record["task_id"])
    name = f"humaneval-x/{edition.language}/{number}"
    if name in UNSUPPORTED:
        return None
    record["canonical_solution"] = repaired(name, record["canonical_solution"])
    try:
        reading = edition.read(record, number)
    except (NotDataError, RecursionError) as error:
        warnings.warn(f"{name} is left out: its checks are no data: {error}", stacklevel=2)
        return None
    if not reading.tests:
        raise ValueError("field 'test': it checks nothing")
    return Challenge(
        id=name,
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
    )


def _edition(task_id: str) -> tuple[Edition, int]:
    prefix, _, number = task_id.partition("/")
    edition = next((item for item in EDITIONS if item.prefix == prefix), None)
    if edition is None or not (number.isascii() and number.isdigit()):
        known = ", ".join(item.prefix for item in EDITIONS)
        raise ValueError(f"field 'task_id': expected one of {known} and /NUMBER, got {task_id!r}")
    return edition, int(number)
