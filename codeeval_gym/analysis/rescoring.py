"""Scores stored records anew, by any reward. Nothing is executed."""

import gzip
import json
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from codeeval_gym.analysis._reading import read_evaluation
from codeeval_gym.errors import ConfigError
from codeeval_gym.rewards import Reward, RewardModel, make
from codeeval_gym.types import Verdict

__all__ = [
    "Rescored",
    "RewardSummary",
    "TermSummary",
    "ablations",
    "compare",
    "record_files",
    "rescore",
    "summarise",
    "write_line",
]

CHUNK = 2000
"""Lines that a process is handed at a time."""

_Figures = NDArray[np.float64]
"""One for each program."""


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
    for scored in _scored(files, {"": model}, processes):
        for place, (challenge, verdict) in enumerate(scored.judged):
            of_model = scored.rewards[""]
            terms = {name: _known(column[place]) for name, column in of_model.terms.items()}
            yield Rescored(challenge, Verdict(verdict), float(of_model.totals[place]), terms)


def compare(
    files: Sequence[Path],
    models: Mapping[str, RewardModel],
    *,
    processes: int | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> dict[str, RewardSummary]:
    """Sum up what the programs of some files earn by each of some rewards.

    Each record is read once, and a term that several rewards share is asked once.

    Args:
        files: As for :func:`rescore`.
        models: At least one reward, by what to call it.
        processes: As for :func:`rescore`.
        on_progress: Called with the number of records scored so far.

    Raises:
        ConfigError: As :func:`rescore`.
        RewardError: As :func:`rescore`.
        UnknownNameError: As :func:`rescore`.
        ValueError: If there are no records.
    """
    found: list[_Scored] = []
    done = 0
    for scored in _scored(files, models, processes):
        found.append(scored)
        done += len(scored.judged)
        if on_progress is not None:
            on_progress(done)
    return {name: _summary(found, name) for name in models}


def summarise(items: Iterable[Rescored]) -> RewardSummary:
    """Sum up what programs earned.

    Raises:
        ValueError: If there are none.
    """
    scored = list(items)
    names = dict.fromkeys(name for item in scored for name in item.terms)
    terms = {name: _column([item.terms.get(name) for item in scored]) for name in names}
    columns = _Columns(np.array([item.total for item in scored]), terms)
    judged = [(item.challenge_id, item.verdict.value) for item in scored]
    return _summary([_Scored(judged, {"": columns})], "")


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


@dataclass(frozen=True)
class _Columns:
    """What some programs earn by one reward; a figure for each program."""

    totals: _Figures
    """0 to 1."""
    terms: dict[str, _Figures]
    """By name; NaN where the term does not apply."""


@dataclass(frozen=True)
class _Scored:
    """What some programs earn by each of some rewards."""

    judged: list[tuple[str, str]]
    """Challenge and verdict of each program."""
    rewards: dict[str, _Columns]
    """By the rewards' names."""


def _summary(found: Sequence[_Scored], name: str) -> RewardSummary:
    judged = [each for scored in found for each in scored.judged]
    if not judged:
        raise ValueError("There are no records: nothing was scored.")
    rewards = [scored.rewards[name] for scored in found]
    totals = np.concatenate([each.totals for each in rewards])
    accepted = np.array([verdict == Verdict.ACCEPTED for _, verdict in judged])
    terms = {
        term: np.concatenate([each.terms[term] for each in rewards]) for term in rewards[0].terms
    }
    return RewardSummary(
        programs=len(judged),
        mean=float(totals.mean()),
        spread=float(totals.std()),
        accepted=_mean(totals[accepted]),
        refused=_mean(totals[~accepted]),
        silent=_silent([challenge for challenge, _ in judged], totals),
        terms={term: _term(scores) for term, scores in terms.items()},
    )


def _silent(challenges: Sequence[str], totals: _Figures) -> float | None:
    groups: dict[str, list[float]] = {}
    for challenge, total in zip(challenges, totals.tolist(), strict=True):
        groups.setdefault(challenge, []).append(total)
    several = [group for group in groups.values() if len(group) > 1]
    return _mean(np.array([max(group) == min(group) for group in several]))


def _mean(values: "NDArray[Any]") -> float | None:
    return float(values.mean()) if len(values) else None


def _term(scores: _Figures) -> TermSummary:
    known = scores[~np.isnan(scores)]
    return TermSummary(_mean(known), len(known))


def _column(scores: Sequence[float | None]) -> _Figures:
    return np.array(scores, np.float64)  # None becomes NaN


def _known(score: float) -> float | None:
    return None if np.isnan(score) else float(score)


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


def _scored(
    files: Sequence[Path], models: Mapping[str, RewardModel], processes: int | None
) -> Iterator[_Scored]:
    count = len(os.sched_getaffinity(0)) if processes is None else processes
    chunks = _chunks(files)
    first = list(islice(chunks, count))
    if count == 1 or len(first) <= 1:  # a process more would cost more than it saves
        together = _grouped(models)
        yield from (_score(chunk, together) for chunk in chain(first, chunks))
        return
    specs, chunks = {name: model.spec() for name, model in models.items()}, chain(first, chunks)
    # A fresh interpreter each: this one may have threads, and those do not survive a fork.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
        yield from _in_order(executor, chunks, specs, ahead=2 * count)


_Specs = Mapping[str, Mapping[str, object]]


def _in_order(
    executor: Executor, chunks: Iterator[list[_Line]], specs: _Specs, *, ahead: int
) -> Iterator[_Scored]:
    """What chunks give, in their order, with no more than ``ahead`` of them under way."""
    waiting = [executor.submit(_score_by_specs, chunk, specs) for chunk in islice(chunks, ahead)]
    while waiting:
        scored = waiting.pop(0).result()
        waiting += [executor.submit(_score_by_specs, chunk, specs) for chunk in islice(chunks, 1)]
        yield scored


def _score_by_specs(chunk: list[_Line], specs: _Specs) -> _Scored:
    return _score(chunk, _grouped({name: make(spec) for name, spec in specs.items()}))


@dataclass(frozen=True)
class _Group:
    """Rewards in which a name stands for the same term, so that each term is asked once."""

    every: RewardModel
    """All their terms."""
    members: dict[str, RewardModel]
    """The rewards by name."""


def _grouped(models: Mapping[str, RewardModel]) -> list[_Group]:
    groups: list[_Group] = []
    for name, model in models.items():
        for place, group in enumerate(groups):
            known, own = group.every.entries, model.entries
            if all(known[term].term == own[term].term for term in known.keys() & own.keys()):
                every = RewardModel({**own, **known})
                groups[place] = _Group(every, {**group.members, name: model})
                break
        else:
            groups.append(_Group(model, {name: model}))
    return groups


def _score(chunk: Sequence[_Line], groups: Sequence[_Group]) -> _Scored:
    judged: list[tuple[str, str]] = []
    rewards: dict[str, list[Reward]] = {name: [] for group in groups for name in group.members}
    for path, number, line in chunk:
        try:
            evaluation = read_evaluation(line)
        except ConfigError as error:
            raise ConfigError(f"{path}, line {number}: {error}") from error
        judged.append((evaluation.challenge_id, evaluation.verdict.value))
        for group in groups:
            scores = group.every.scores(evaluation)
            for name, model in group.members.items():
                rewards[name].append(model.weigh(scores))
    return _Scored(judged, {name: _columns(each) for name, each in rewards.items()})


def _columns(rewards: Sequence[Reward]) -> _Columns:
    names = rewards[0].terms
    terms = {name: _column([reward.terms[name] for reward in rewards]) for name in names}
    return _Columns(_column([reward.total for reward in rewards]), terms)
