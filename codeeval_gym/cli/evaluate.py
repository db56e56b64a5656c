"""``codeeval-gym evaluate``: pass@1 of a policy, with its interval."""

import json
import sys
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from codeeval_gym.analysis import PassReport, pass_report
from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.challenges import load
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import LLMAdapter
from codeeval_gym.types import Evaluation, to_json

__all__ = ["EvaluateRequest", "run_evaluate", "write_records"]


@dataclass(frozen=True)
class EvaluateRequest:
    """What the command line asked for."""

    policy: str
    """``builtin:tiny``, a folder or a hub id."""
    challenges: str
    """As :func:`codeeval_gym.challenges.load` takes it."""
    split: str
    """``train``, ``validation`` or ``test``."""
    samples: int
    """Programs for each challenge."""
    temperature: float
    """0 takes the likeliest token."""
    max_new_tokens: int
    """Budget of a program, tokens."""
    limit: int | None
    """Only the first so many challenges; ``None`` means all."""
    records: Path | None
    """Where every evaluation is written; ``None`` means nowhere."""
    seed: int
    """The same seed gives the same programs."""


def run_evaluate(request: EvaluateRequest, *, as_json: bool) -> None:
    """Evaluate a policy and print the report.

    Args:
        request: What to evaluate, and how.
        as_json: Print one JSON object instead of a table.

    Raises:
        SandboxUnavailable: If this machine cannot isolate.
        UnknownNameError: If the policy, challenges or split are not known.
        ValueError: If a number cannot be.
    """
    challenges = list(islice(load(request.challenges, split=request.split), request.limit))
    policy = LLMAdapter(request.policy)
    with EvaluationEngine() as engine, Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("judged", total=len(challenges) * request.samples)
        evaluations = evaluate_policy(
            policy,
            challenges,
            engine,
            samples=request.samples,
            temperature=request.temperature,
            max_new_tokens=request.max_new_tokens,
            seed=request.seed,
            on_progress=lambda done, _: progress.update(bar, completed=done),
        )
    if request.records is not None:
        write_records(request.records, evaluations)
    report = pass_report(evaluations)
    if as_json:
        json.dump({**asdict(report), "challenges": len(challenges)}, sys.stdout)
        print()
    else:
        _show(report, request, len(challenges))


def write_records(path: Path, evaluations: list[Evaluation | None]) -> None:
    """Write every evaluation as one line of JSON; programs that were not judged are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [to_json(item) + "\n" for item in evaluations if item is not None]
    path.write_text("".join(lines), "ascii")


def _show(report: PassReport, request: EvaluateRequest, challenges: int) -> None:
    console = Console()
    console.print(
        f"{request.policy} on {request.challenges} ({request.split}): {challenges} challenges, "
        f"{request.samples} programs each, temperature {request.temperature:g}"
    )
    console.print(f"pass@1 {report.pass_at_1}", highlight=False)
    table = Table("verdict", "programs")
    for verdict, count in report.verdicts.items():
        table.add_row(str(verdict), str(count))
    if report.unjudged:
        table.add_row("(not judged: sandbox failure)", str(report.unjudged))
    console.print(table)
