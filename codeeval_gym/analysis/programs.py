"""Has programs judged that somebody wrote before: samples in HumanEval's own format."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from codeeval_gym.challenges import Dataset
from codeeval_gym.errors import ConfigError, LanguageUnavailable, SandboxError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, Evaluation

__all__ = [
    "Matched",
    "Sample",
    "evaluate_programs",
    "language_of",
    "match_samples",
    "read_samples",
]

_BATCH = 128
_FIELDS = ("completion", "solution")


@dataclass(frozen=True)
class Sample:
    """One program somebody wrote for a task."""

    task_id: str
    """Upstream's id of the task, e.g. ``HumanEval/0``, or ours."""
    program: str
    """What continues the task's prompt, or a whole program."""


@dataclass(frozen=True)
class Matched:
    """Samples and the challenges they are for."""

    pairs: tuple[tuple[Challenge, str], ...]
    """Challenges and programs, in the order of the samples."""
    unknown: Mapping[str, int]
    """Task ids that no challenge has, and how many samples each has."""


def read_samples(path: str | os.PathLike[str]) -> list[Sample]:
    """Read a file of samples: a JSON object a line, with ``task_id`` and ``completion``.

    ``solution`` in place of ``completion`` is taken for the same: whether a text is a whole program
    or continues the prompt is seen by what it defines.

    Args:
        path: ``samples.jsonl``, or the same gzipped.

    Raises:
        FileNotFoundError: If there is no such file.
        ConfigError: If a line is no sample; names file, line and field.
    """
    file = Path(path)
    samples = []
    try:
        with _opened(file) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    samples.append(_sample(line, f"{file}, line {number}"))
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error
    return samples


def _opened(file: Path) -> IO[str]:
    if not file.is_file():
        raise FileNotFoundError(f"There is no file {file} with samples, one JSON line each.")
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")


def _sample(line: str, place: str) -> Sample:
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{place}: not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ConfigError(f"{place}: expected an object, not {record!r:.60}.")
    task_id = record.get("task_id")
    if type(task_id) is int:  # MBPP's
        task_id = str(task_id)
    if not isinstance(task_id, str):
        raise ConfigError(f"{place}: field 'task_id': expected text, not {task_id!r:.60}.")
    program = next((record[name] for name in _FIELDS if name in record), None)
    if not isinstance(program, str):
        raise ConfigError(f"{place}: field 'completion': expected text, not {program!r:.60}.")
    return Sample(task_id, program)


def match_samples(samples: Iterable[Sample], challenges: Dataset) -> Matched:
    """Find the challenge of every sample.

    A task id is a challenge's own id, or the end of one behind a slash, upper and lower case alike:
    ``HumanEval/0``, ``CPP/0`` or ``HumanEval_0_has_close_elements``. An end that two challenges
    share stands for neither.
    """
    names = _names(challenges.ids)
    pairs: list[tuple[Challenge, str]] = []
    unknown: Counter[str] = Counter()
    for sample in samples:
        found = names.get(sample.task_id.casefold())
        if found is None:
            unknown[sample.task_id] += 1
        else:
            pairs.append((challenges[found], sample.program))
    return Matched(tuple(pairs), dict(unknown.most_common()))


def _names(ids: Iterable[str]) -> dict[str, str]:
    """What a sample may call each challenge, and its id."""
    names: dict[str, str | None] = {}
    for item in ids:
        parts = item.casefold().split("/")
        for place in range(1, len(parts)):
            end = "/".join(parts[place:])
            names[end] = None if end in names else item
    whole = {item.casefold(): item for item in ids}
    return {name: item for name, item in names.items() if item is not None} | whole


def language_of(challenge: Challenge, wanted: str | None = None) -> str:
    """The language that programs for a challenge are in.

    Args:
        challenge: What they are for.
        wanted: The one asked for; ``None`` takes Python, or else the challenge's first.

    Raises:
        ValueError: If the challenge cannot be solved in the one asked for.
    """
    if wanted is None:
        return "python" if "python" in challenge.languages else challenge.languages[0]
    if wanted not in challenge.languages:
        known = ", ".join(challenge.languages)
        raise ValueError(f"{challenge.id} can be solved in {known}, and not in {wanted}.")
    return wanted


def evaluate_programs(
    pairs: Sequence[tuple[Challenge, str]],
    engine: EvaluationEngine,
    *,
    language: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Evaluation | None]:
    """Judge programs, each in its challenge's language.

    Args:
        pairs: Challenges and programs.
        engine: Judges them.
        language: As for :func:`language_of`.
        on_progress: Called with the number of programs judged and their total.

    Returns:
        One evaluation for each pair, in order; ``None`` where the sandbox failed.

    Raises:
        ValueError: If a challenge cannot be solved in the language asked for.
        LanguageUnavailable: If this machine has no toolchain for a language: nothing was judged.
    """
    languages = [language_of(challenge, language) for challenge, _ in pairs]
    found: list[Evaluation | None] = [None] * len(pairs)
    done = 0
    for places in _batches(languages):
        batch = [pairs[place] for place in places]
        results = engine.evaluate_batch(batch, language=languages[places[0]], on_error="return")
        for place, result in zip(places, results, strict=True):
            if isinstance(result, LanguageUnavailable):
                raise result
            found[place] = None if isinstance(result, SandboxError) else result
        done += len(places)
        if on_progress is not None:
            on_progress(done, len(pairs))
    return found


def _batches(languages: Sequence[str]) -> Iterator[list[int]]:
    """The places of some programs of one language at a time, in order."""
    for language in dict.fromkeys(languages):
        places = [place for place, item in enumerate(languages) if item == language]
        for start in range(0, len(places), _BATCH):
            yield places[start : start + _BATCH]
