"""``codeeval-gym challenges check``: what is wrong with the challenges of any data file."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from codeeval_gym.challenges import Dataset, GateSettings, examine, load
from codeeval_gym.challenges.benchmarks import recognised
from codeeval_gym.challenges.gate import QUICK, Finding, GateReport
from codeeval_gym.challenges.similarity import find_duplicates
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine

__all__ = ["CheckRequest", "run_check"]

_LIKE = {
    "text": "Its prompt is nearly that of {}.",
    "syntax": "Its reference is that of {}, but for names.",
    "behaviour": "Its reference answers as that of {}.",
    "family": "It says that it is the same as {}.",
}


@dataclass(frozen=True)
class CheckRequest:
    """What the command line asked for."""

    spec: str
    """A dataset as :func:`codeeval_gym.challenges.load` takes it, or the path of a benchmark."""
    split: str = "train"
    """Of a dataset that has splits."""
    quick: bool = False
    """Run references once, not ten times."""
    mutants: int = 0
    """Programs with a small fault tried for each reference."""
    duplicates: bool = True
    """Look for near duplicates."""
    limit: int | None = None
    """Only the first so many challenges; ``None`` means all."""
    sandbox: str = "nsjail"
    """The backend."""

    def settings(self) -> GateSettings:
        """How strictly the gate looks."""
        runs = QUICK.runs if self.quick else GateSettings().runs
        return GateSettings(runs=runs, mutants=self.mutants)


def run_check(request: CheckRequest, *, as_json: bool = False) -> int:
    """Examine every challenge and print what was found.

    Args:
        request: What to look at, and how closely.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0, or 1 if something speaks against a challenge.

    Raises:
        UnknownNameError: If ``spec`` is no dataset.
        FileNotFoundError: If there is nothing at a path.
        ConfigError: If a file does not hold challenges; names file, line and field.
        SandboxUnavailable: If this machine cannot isolate.
        ValueError: If a count is negative.
    """
    settings = request.settings()
    dataset = _open(request)
    reports = list(_examined(dataset, request, settings))
    likenesses = list(_likenesses(dataset, request)) if request.duplicates else []
    if as_json:
        json.dump(_summary(request, reports, likenesses), sys.stdout)
        print()
    else:
        _show(request, reports, likenesses)
    return 0 if all(report.admitted for report in reports) else 1


def _open(request: CheckRequest) -> Dataset:
    """The dataset of a spec; of a path without a name, the benchmark that its records are of."""
    place = request.spec.rpartition("@")[0] or request.spec
    if Path(place).exists() and not (Path(place) / "manifest.json").is_file():
        name = recognised(place)
        if name is not None:
            return load(f"{name}:{request.spec}")
    try:
        return load(request.spec, split=request.split)
    except UnknownNameError:
        if Path(place).exists():
            raise ValueError(f"{place} holds no dataset and no benchmark that is known.") from None
        raise


def _examined(
    dataset: Dataset, request: CheckRequest, settings: GateSettings
) -> Iterator[GateReport]:
    challenges = islice(dataset, request.limit)
    total = len(dataset) if request.limit is None else min(request.limit, len(dataset))
    console = Console(stderr=True)
    with (
        EvaluationEngine(request.sandbox, cache_size=0) as engine,
        Progress(console=console) as bar,
    ):
        task = bar.add_task("examined", total=total)
        for challenge in challenges:
            yield examine(challenge, engine, settings=settings)
            bar.advance(task)


def _likenesses(dataset: Dataset, request: CheckRequest) -> Iterator[tuple[str, str]]:
    """Ids of near duplicates, each with what it is like."""
    for pair in find_duplicates(islice(dataset, request.limit)):
        yield pair.second, _LIKE[pair.evidence].format(pair.first)


def _rows(
    reports: list[GateReport], likenesses: list[tuple[str, str]]
) -> Iterator[tuple[str, str, Finding | str]]:
    """Id, kind and what was found, those that speak against a challenge first."""
    for report in reports:
        yield from ((report.challenge_id, str(item.kind), item) for item in report.reasons)
    for report in reports:
        told = (item for item in report.findings if item not in report.reasons)
        yield from ((report.challenge_id, str(item.kind), item) for item in told)
    yield from ((name, "duplicate", text) for name, text in likenesses)


def _summary(
    request: CheckRequest, reports: list[GateReport], likenesses: list[tuple[str, str]]
) -> dict[str, object]:
    rows = list(_rows(reports, likenesses))
    shares = {item.challenge_id: item.mutation_share for item in reports}
    return {
        "spec": request.spec,
        "challenges": len(reports),
        "admitted": sum(report.admitted for report in reports),
        "counts": dict(Counter(kind for _, kind, _ in rows)),
        "findings": [
            {"challenge_id": name, "kind": kind, "sentence": str(said)} for name, kind, said in rows
        ],
        "mutation_shares": {name: share for name, share in shares.items() if share is not None},
    }


def _show(
    request: CheckRequest, reports: list[GateReport], likenesses: list[tuple[str, str]]
) -> None:
    console = Console()
    rows = list(_rows(reports, likenesses))
    table = Table("challenge", "kind", "what")
    for name, kind, said in rows:
        table.add_row(name, kind, str(said))
    if rows:
        console.print(table)
    counts = Counter(kind for _, kind, _ in rows)
    admitted = sum(report.admitted for report in reports)
    console.print(
        f"{request.spec}: {len(reports)} challenges, {admitted} with nothing against them"
        + "".join(f", {count} {kind}" for kind, count in counts.most_common()),
        highlight=False,
    )
