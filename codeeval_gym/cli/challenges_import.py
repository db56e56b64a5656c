"""``codeeval-gym challenges import``: a benchmark becomes a dataset's folder."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from codeeval_gym.challenges import GateSettings, Judge, examine
from codeeval_gym.challenges.benchmarks import BENCHMARKS, open_benchmark
from codeeval_gym.challenges.benchmarks.upstream import LeftOut, Reader
from codeeval_gym.challenges.gate import QUICK
from codeeval_gym.challenges.storage import save
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge

__all__ = ["ImportRequest", "run_import"]

_GATES = {"none": None, "quick": QUICK, "full": GateSettings()}
_SHOWN = 20


@dataclass(frozen=True)
class ImportRequest:
    """What the command line asked for."""

    name: str
    """Of the benchmark."""
    path: str
    """A file, a folder, or ``hub``."""
    out: Path
    """Folder that is written."""
    edition: str = "repaired"
    """``repaired`` or ``upstream``."""
    overlay: Path | None = None
    """Corrections beside those shipped; ``None`` means no others."""
    gate: str = "none"
    """``none``, ``quick`` or ``full``: what a challenge has to pass to be written."""
    sandbox: str = "nsjail"
    """The backend."""


class _NothingKeptError(Exception):
    """Raised while writing, so that no empty dataset takes the place of what is there."""


@dataclass
class _Tally:
    """What became of the records so far."""

    kept: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    gate: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)


def run_import(request: ImportRequest, *, as_json: bool = False) -> int:
    """Read a benchmark record by record and write it as a dataset's folder.

    The folder appears when it is complete, and only if there is a challenge in it; memory does not
    grow with the benchmark's size.

    Args:
        request: What to read, and where to write.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0, or 1 if no challenge was kept.

    Raises:
        UnknownNameError: If there is no such benchmark, edition or gate.
        FileNotFoundError: If there is nothing at the path.
        FileExistsError: If ``out`` is there and is no dataset.
        ConfigError: If a record is none of the benchmark's; names file, line and field.
        SandboxUnavailable: If a reference has to run, and this machine cannot isolate.
    """
    if request.gate not in _GATES:
        raise UnknownNameError("gate", request.gate, _GATES)
    tally = _Tally()
    with ExitStack() as stack:
        engine = None
        if _GATES[request.gate] is not None or _asks(request.name):
            engine = stack.enter_context(EvaluationEngine(request.sandbox))
        reader = open_benchmark(
            request.name,
            request.path,
            edition=request.edition,
            overlay=request.overlay,
            runner=None if engine is None else engine.sandbox,
        )
        challenges = _admitted(reader, tally, _GATES[request.gate], engine)
        version = _save(_shown(challenges, tally), request, tally)
    if as_json:
        json.dump(_summary(request, tally, version), sys.stdout)
        print()
    else:
        _print(request, tally)
    return 0 if tally.kept else 1


def _save(challenges: Iterator[Challenge], request: ImportRequest, tally: _Tally) -> str | None:
    """Write the folder; returns its version, or ``None`` if there was nothing to write."""
    try:
        return save(
            challenges,
            request.out,
            name=f"{request.name} ({request.edition})",
            gate=tally.gate,
            wrong_programs=tally.wrong,
        ).version
    except _NothingKeptError:
        return None


def _asks(name: str) -> bool:
    """True for a benchmark whose references have to be asked what is right."""
    return name in BENCHMARKS and BENCHMARKS[name].finish is not None


def _admitted(
    reader: Reader, tally: _Tally, settings: GateSettings | None, judge: Judge | None
) -> Iterator[Challenge]:
    wrong = reader.benchmark.wrong
    for record, found in reader.read():
        if isinstance(found, LeftOut):
            tally.left_out[found.reason] += 1
            continue
        if settings is not None and judge is not None:
            report = examine(found, judge, settings=settings)
            outcomes = {str(item.kind) for item in report.reasons} or {"admitted"}
            tally.gate.update(outcomes)
            if not report.admitted:
                tally.refused[found.id] = " ".join(map(str, report.reasons))
                continue
        if wrong is not None:
            tally.wrong[found.id] = list(wrong(record))
        tally.kept += 1
        yield found
        tally.wrong.pop(found.id, None)


def _shown(challenges: Iterator[Challenge], tally: _Tally) -> Iterator[Challenge]:
    """The challenges, with a counter on standard error while they are gone through."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("imported", total=None)
        for challenge in challenges:
            yield challenge
            seen = tally.kept + tally.left_out.total() + len(tally.refused)
            progress.update(bar, completed=tally.kept, description=f"imported, of {seen} records")
    if not tally.kept:
        raise _NothingKeptError


def _summary(request: ImportRequest, tally: _Tally, version: str | None) -> dict[str, object]:
    return {
        "benchmark": request.name,
        "edition": request.edition,
        "out": str(request.out) if version is not None else None,
        "version": version,
        "kept": tally.kept,
        "left_out": dict(tally.left_out),
        "refused": tally.refused,
    }


def _print(request: ImportRequest, tally: _Tally) -> None:
    console = Console()
    table = Table("records", "of", title=f"{request.name}, edition {request.edition}")
    table.add_row(str(tally.kept), f"kept in {request.out}" if tally.kept else "kept")
    for reason, count in tally.left_out.most_common():
        table.add_row(str(count), f"left out: {reason}")
    if tally.refused:
        table.add_row(str(len(tally.refused)), "refused by the gate")
    console.print(table)
    for number, (name, reason) in enumerate(tally.refused.items()):
        if number == _SHOWN:
            console.print(f"… and {len(tally.refused) - _SHOWN} more; --json names all.")
            break
        console.print(f"{name}: {reason}", highlight=False)
