"""``codeeval-gym challenges openapi``: client challenges from an OpenAPI description."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track
from rich.table import Table

from codeeval_gym.challenges.gate import GateReport, GateSettings, examine
from codeeval_gym.challenges.openapi import (
    Generated,
    challenges_from_openapi,
    read_description,
)
from codeeval_gym.challenges.storage import save
from codeeval_gym.errors import ConfigError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.types import Challenge, Rights

__all__ = ["run_openapi"]


def run_openapi(
    path: Path,
    out: Path,
    *,
    seed: int = 0,
    drift: bool = True,
    train_allowed: bool | None = None,
    mutants: int = 40,
    sandbox: str = "nsjail",
    as_json: bool = False,
) -> int:
    """Make challenges from a description, judge them, and save those that pass the gate.

    Args:
        path: The description, JSON or YAML.
        out: Folder that is written.
        seed: Decides on all values and changes.
        drift: Change the description first.
        train_allowed: May a policy be trained on them? ``None`` means unknown.
        mutants: Programs with a small fault that are tried for each reference; 0 tries none.
        sandbox: The backend that judges.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0, or 1 if nothing was kept.

    Raises:
        FileNotFoundError: If there is no such description.
        ConfigError: If it is malformed; names the file and the JSON pointer.
        SandboxUnavailable: If this machine cannot isolate.
    """
    document = read_description(path)
    rights = Rights(train_allowed=train_allowed)
    try:
        made = challenges_from_openapi(document, seed=seed, drift=drift, rights=rights)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None
    settings = GateSettings(mutants=mutants)
    reports = _examined(made.challenges, sandbox, settings)
    admitted = {report.challenge_id for report in reports if report.admitted}
    kept = [challenge for challenge in made.challenges if challenge.id in admitted]
    if kept:
        save(kept, out)
    if as_json:
        json.dump(_summary(made, reports), sys.stdout)
        print()
    else:
        _show(made, reports, kept, out)
    return 0 if kept else 1


def _examined(
    challenges: Sequence[Challenge], sandbox: str, settings: GateSettings
) -> list[GateReport]:
    """What the gate found about each challenge."""
    with EvaluationEngine(sandbox) as engine:
        shown = track(challenges, "judged", console=Console(stderr=True))
        return [examine(challenge, engine, settings=settings) for challenge in shown]


def _refused(reports: Sequence[GateReport]) -> dict[str, str]:
    return {
        report.challenge_id: " ".join(map(str, report.reasons))
        for report in reports
        if not report.admitted
    }


def _summary(made: Generated, reports: Sequence[GateReport]) -> dict[str, object]:
    return {
        "operations": len(made.challenges) + len(made.skipped),
        "kept": [report.challenge_id for report in reports if report.admitted],
        "skipped": dict(made.skipped),
        "refused": _refused(reports),
        "mutation_scores": {report.challenge_id: report.mutation_share for report in reports},
        "renamed": made.drift.renamed if made.drift else {},
        "header": made.drift.header if made.drift else None,
    }


def _show(
    made: Generated, reports: Sequence[GateReport], kept: Sequence[Challenge], out: Path
) -> None:
    console = Console()
    table = Table("", "operations")
    table.add_row("found", str(len(made.challenges) + len(made.skipped)))
    table.add_row("kept", str(len(kept)))
    reasons = Counter((*made.skipped.values(), *_refused(reports).values()))
    for reason, count in reasons.most_common():
        table.add_row(reason, str(count))
    console.print(table)
    shares = [report.mutation_share for report in reports if report.admitted]
    known = [share for share in shares if share is not None]
    if known:
        console.print(f"Median mutation score {median(known):.2f}.", highlight=False)
    if kept:
        tests = sum(len(challenge.tests) for challenge in kept)
        console.print(f"{len(kept)} challenges with {tests} tests are in {out}.", highlight=False)
