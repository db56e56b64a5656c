"""``codeeval-gym challenges openapi``: client challenges from an OpenAPI description."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from codeeval_gym.challenges import admit
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
    kept, refused = _admitted(made.challenges, sandbox)
    if kept:
        save(kept, out)
    if as_json:
        json.dump(_summary(made, kept, refused), sys.stdout)
        print()
    else:
        _show(made, kept, refused, out)
    return 0 if kept else 1


def _admitted(
    challenges: Sequence[Challenge], sandbox: str
) -> tuple[list[Challenge], dict[str, str]]:
    """Those that pass the gate, and the reasons why others do not."""
    kept: list[Challenge] = []
    refused: dict[str, str] = {}
    with EvaluationEngine(sandbox) as engine:
        for challenge in track(challenges, "judged", console=Console(stderr=True)):
            admission = admit(challenge, engine)
            if admission.admitted:
                kept.append(challenge)
            else:
                refused[challenge.id] = " ".join(map(str, admission.reasons))
    return kept, refused


def _summary(
    made: Generated, kept: Sequence[Challenge], refused: dict[str, str]
) -> dict[str, object]:
    return {
        "operations": len(made.challenges) + len(made.skipped),
        "kept": [challenge.id for challenge in kept],
        "skipped": dict(made.skipped),
        "refused": refused,
        "renamed": made.drift.renamed if made.drift else {},
        "header": made.drift.header if made.drift else None,
    }


def _show(made: Generated, kept: Sequence[Challenge], refused: dict[str, str], out: Path) -> None:
    console = Console()
    table = Table("", "operations")
    table.add_row("found", str(len(made.challenges) + len(made.skipped)))
    table.add_row("kept", str(len(kept)))
    for reason, count in Counter((*made.skipped.values(), *refused.values())).most_common():
        table.add_row(reason, str(count))
    console.print(table)
    if kept:
        tests = sum(len(challenge.tests) for challenge in kept)
        console.print(f"{len(kept)} challenges with {tests} tests are in {out}.", highlight=False)
