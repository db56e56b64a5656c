"""Scores stored records anew, by any reward. Nothing is executed."""

import gzip
import json
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from codeeval_gym.errors import ConfigError
from codeeval_gym.rewards import RewardModel, make
from codeeval_gym.types import Evaluation, Verdict, from_json

__all__ = [
    "Rescored",
    "RewardSummary",
    "TermSummary",
    "ablations",
    "record_files",
    "rescore",
    "summarise",
    "write_line",
]

CHUNK = 2000
"""Lines that a process is handed at a time."""


@dataclass(frozen=True)
class Rescored:
    """What one stored program earns."""

    challenge_id: str
    """Its challenge."""
    verdict: Verdict
    """The judge's, as stored."""
    total: float
    """0 to 1."""
    terms: Mapping[str, float | None]
    """Name of each term to its score, gates applied; ``None`` where it does not apply."""


@dataclass(frozen=True)
class TermSummary:
    """One term over many programs."""

    mean: float | None
    """Over the programs to which it applies; ``None`` if there are none."""
    applies: int
    """How many those are."""


@dataclass(frozen=True)
class RewardSummary:
    """One reward over many programs."""

    programs: int
    """How many were scored."""
    mean: float
    """Of the totals."""
    spread: float
    """Their standard deviation."""
    accepted: float | None
    """Mean total of accepted programs; ``None`` if there are none."""
    refused: float | None
    """Mean total of all others; ``None`` if there are none."""
    silent: float | None
    """Share of challenges with two programs or more that all earned the same: an advantage within
    the group is then 0. ``None`` if there are no such challenges."""
    terms: Mapping[str, TermSummary]
    """By name."""


def record_files(path: str | os.PathLike[str]) -> tuple[Path, ...]:
    """The files with records at a path.

    Args:
        path: A JSONL file, plain or gzipped, a run's folder, or a folder with such files.

    Raises:
        FileNotFoundError: If there is none.
    """
    place = Path(path)
    if place.is_file():
        return (place,)
    folder = place / "records" if (place / "records").is_dir() else place
    files = sorted(item for item in folder.glob("*.jsonl*") if item.suffix in (".jsonl", ".gz"))
    if not files:
        raise FileNotFoundError(f"There are no records in {place}: expected FILE.jsonl or a run.")
    return tuple(files)


def rescore(
    files: Sequence[Path], model: RewardModel, *, processes: int | None = None
) -> Iterator[Rescored]:
    """Score every record of some files. Half a line at a file's end is left out, with a warning.

    Args:
        files: JSONL, one :class:`~codeeval_gym.types.Evaluation` a line.
        model: The reward; with more than one process, made of registered terms alone.
        processes: How many share the work; ``None`` means the number of usable cores.

    Yields:
        One for each record, in order.

    Raises:
        ConfigError: If a line is no evaluation; names file and line.
        RewardError: If a term fails.
        UnknownNameError: If a term is not registered and there is more than one process.
    """
    count = len(os.sched_getaffinity(0)) if processes is None else processes
    chunks = _chunks(files)
    first = list(islice(chunks, count))
    if count == 1 or len(first) == 1:  # a process more would cost more than it saves
        for chunk in chain(first, chunks):
            yield from _score(chunk, model)
        return
    spec, chunks = model.spec(), chain(first, chunks)
    # A fresh interpreter each: this one may have threads, and those do not survive a fork.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
        for scored in _in_order(executor, chunks, spec, ahead=2 * count):
            yield from scored


def summarise(items: Iterable[Rescored]) -> RewardSummary:
    """Sum up what programs earned.

    Raises:
        ValueError: If there are none.
    """
    totals: list[float] = []
    right: list[bool] = []
    terms: dict[str, list[float | None]] = {}
    groups: dict[str, list[float]] = {}
    for item in items:
        totals.append(item.total)
        right.append(item.verdict is Verdict.ACCEPTED)
        groups.setdefault(item.challenge_id, []).append(item.total)
        for name, score in item.terms.items():
            terms.setdefault(name, []).append(score)
    if not totals:
        raise ValueError("There are no records: nothing was scored.")
    values, accepted = np.array(totals), np.array(right)
    several = [group for group in groups.values() if len(group) > 1]
    silent = [max(group) == min(group) for group in several]
    return RewardSummary(
        programs=len(totals),
        mean=float(values.mean()),
        spread=float(values.std()),
        accepted=_mean(values[accepted]),
        refused=_mean(values[~accepted]),
        silent=_mean(silent),
        terms={name: _term(scores) for name, scores in terms.items()},
    )


def ablations(model: RewardModel) -> dict[str, RewardModel]:
    """The model, and the model without each of the terms that it pays.

    A term that gates another stays as its gate, unpaid: see :meth:`RewardModel.without`.

    Args:
        model: At least two terms with a weight.

    Returns:
        Name of each variant to its reward, the whole one first.

    Raises:
        ConfigError: If it pays one term alone: nothing would be left.
    """
    paid = [name for name, entry in model.entries.items() if entry.pays]
    if len(paid) < 2:
        raise ConfigError(f"{model!r} pays {paid[0]} alone: there is nothing to leave out.")
    return {"whole": model, **{f"without {name}": model.without(name) for name in paid}}


def write_line(item: Rescored) -> str:
    """One line of JSON with what a program earns."""
    return json.dumps(
        {
            "challenge_id": item.challenge_id,
            "verdict": item.verdict.value,
            "total": item.total,
            "terms": item.terms,
        }
    )


def _mean(values: Sequence[float] | np.ndarray) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _term(scores: list[float | None]) -> TermSummary:
    known = [score for score in scores if score is not None]
    return TermSummary(_mean(known), len(known))


_Line = tuple[str, int, str]
"""File, line number, text."""


def _chunks(files: Sequence[Path]) -> Iterator[list[_Line]]:
    lines = _lines(files)
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _lines(files: Sequence[Path]) -> Iterator[_Line]:
    for path in files:
        opener = gzip.open if path.suffix == ".gz" else open
        try:
            with opener(path, "rt", encoding="utf-8") as file:
                for number, line in enumerate(file, start=1):
                    if _is_torn(line):
                        warnings.warn(f"{path}, line {number}: only half was written", stacklevel=2)
                    elif line.strip():
                        yield str(path), number, line
        except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} cannot be read: {error}") from error


def _is_torn(line: str) -> bool:
    """True for half a line, as a writer leaves it that was killed: it can only be a file's last."""
    if line.endswith("\n"):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return True
    return False


def _in_order(
    executor: Executor,
    chunks: Iterator[list[_Line]],
    spec: Mapping[str, object],
    *,
    ahead: int,
) -> Iterator[list[Rescored]]:
    """What chunks give, in their order, with no more than ``ahead`` of them under way."""
    waiting = [executor.submit(_score_by_spec, chunk, spec) for chunk in islice(chunks, ahead)]
    while waiting:
        scored = waiting.pop(0).result()
        waiting += [executor.submit(_score_by_spec, chunk, spec) for chunk in islice(chunks, 1)]
        yield scored


def _score_by_spec(chunk: list[_Line], spec: Mapping[str, object]) -> list[Rescored]:
    return list(_score(chunk, make(spec)))


def _score(chunk: Iterable[_Line], model: RewardModel) -> Iterator[Rescored]:
    for path, number, line in chunk:
        try:
            evaluation = from_json(Evaluation, line)
        except ConfigError as error:
            raise ConfigError(f"{path}, line {number}: {error}") from error
        reward = model(evaluation)
        yield Rescored(evaluation.challenge_id, evaluation.verdict, reward.total, reward.terms)
