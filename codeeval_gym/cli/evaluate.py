"""``codeeval-gym evaluate``: pass@k of a policy or of programs in a file, with intervals."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from codeeval_gym.analysis import PassReport, Tally, pass_at_k, pass_report
from codeeval_gym.analysis.programs import evaluate_programs, match_samples, read_samples
from codeeval_gym.challenges import Dataset, load
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import make
from codeeval_gym.sandboxes.dependencies import AllowList, DependencyResolver
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
    ks: str = "1"
    """Each k of pass@k, with commas between."""
    language: str | None = None
    """The programs' language; ``None`` means each challenge's own, and Python where it has it."""
    programs: Path | None = None
    """A file of samples that are judged in the policy's place."""
    packages: Path | None = None
    """Allow-list of the packages that challenges may require; without one, those that require any
    are left out."""


@dataclass(frozen=True)
class _Judged:
    """Programs and what became of them."""

    ids: tuple[str, ...]
    """The challenge of each program."""
    evaluations: list[Evaluation | None]
    """One for each; ``None`` where the sandbox failed."""
    title: str
    """Whose programs they are."""
    unknown: Mapping[str, int] = field(default_factory=dict)
    """Task ids that no challenge has, and how many samples each has."""
    requiring: tuple[str, ...] = ()
    """Challenges that were left out for want of packages."""


def run_evaluate(request: EvaluateRequest, *, as_json: bool) -> None:
    """Evaluate a policy, or the programs of a file, and print the report.

    Args:
        request: What to evaluate, and how.
        as_json: Print one JSON object instead of a table.

    Raises:
        SandboxUnavailable: If this machine cannot isolate, or lacks a language.
        ConfigError: If a file's line is no sample; names file and line.
        UnknownNameError: If the policy, challenges, split or language are not known.
        ValueError: If a number cannot be.
    """
    ks = _ks(request.ks)
    challenges = load(request.challenges, split=request.split)
    if request.language is not None:
        challenges = challenges.filter(language=request.language)
    challenges = challenges[: request.limit]
    judge = _judge_policy if request.programs is None else _judge_programs
    judged = judge(request, challenges, ks)
    if request.records is not None:
        write_records(request.records, judged.evaluations)
    report = pass_report(judged.evaluations, ids=judged.ids, ks=ks)
    if as_json:
        json.dump(_as_json(report, judged, len(challenges)), sys.stdout)
        print()
    else:
        _show(report, judged, request, len(challenges))


def write_records(path: Path, evaluations: list[Evaluation | None]) -> None:
    """Write every evaluation as one line of JSON; programs that were not judged are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [to_json(item) + "\n" for item in evaluations if item is not None]
    path.write_text("".join(lines), "ascii")


def _ks(text: str) -> tuple[int, ...]:
    try:
        ks = tuple(dict.fromkeys(int(item) for item in text.split(",")))
    except ValueError:
        raise ValueError(f"--k takes numbers with commas between, not {text!r}.") from None
    if min(ks) < 1:
        raise ValueError(f"--k: pass@k needs a positive k, not {min(ks)}.")
    return ks


def _judge_policy(request: EvaluateRequest, challenges: Dataset, ks: tuple[int, ...]) -> _Judged:
    if request.samples < max(ks):
        raise ValueError(f"pass@{max(ks)} needs --samples {max(ks)}, not {request.samples}.")
    from codeeval_gym.analysis.policies import evaluate_policy  # needs torch
    from codeeval_gym.llm import LLMAdapter

    policy = LLMAdapter(request.policy)
    posed = [item for item in challenges if request.packages or not item.requirements]
    with _engine(request) as engine, _bar(len(posed) * request.samples) as advance:
        evaluations = evaluate_policy(
            policy,
            posed,
            engine,
            language=request.language,
            samples=request.samples,
            temperature=request.temperature,
            max_new_tokens=request.max_new_tokens,
            seed=request.seed,
            on_progress=advance,
        )
    title = f"{request.policy}, {request.samples} programs each at {request.temperature:g}"
    ids = tuple(item.id for item in posed for _ in range(request.samples))
    left = tuple(item for item in challenges.ids if item not in set(ids))
    return _Judged(ids, evaluations, title, requiring=left)


def _judge_programs(request: EvaluateRequest, challenges: Dataset, ks: tuple[int, ...]) -> _Judged:
    assert request.programs is not None
    matched = match_samples(read_samples(request.programs), challenges)
    if not matched.pairs:
        raise ValueError(f"No sample of {request.programs} is for a challenge of {challenges}.")
    pairs = [pair for pair in matched.pairs if request.packages or not pair[0].requirements]
    ids = tuple(challenge.id for challenge, _ in pairs)
    left = {challenge.id: None for challenge, _ in matched.pairs if challenge.id not in set(ids)}
    for name, count in Counter(ids).items():
        if count < max(ks):
            raise ValueError(f"pass@{max(ks)} needs as many programs; {name} has {count}.")
    with _engine(request) as engine, _bar(len(ids)) as advance:
        evaluations = evaluate_programs(
            pairs, engine, language=request.language, on_progress=advance
        )
    return _Judged(ids, evaluations, str(request.programs), matched.unknown, tuple(left))


@contextmanager
def _engine(request: EvaluateRequest) -> Iterator[EvaluationEngine]:
    if request.packages is None:
        with EvaluationEngine() as engine:
            yield engine
        return
    with (
        DependencyResolver(AllowList.load(request.packages)) as resolver,
        make("nsjail", dependencies=resolver) as sandbox,
    ):
        yield EvaluationEngine(sandbox)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("judged", total=total)
        yield lambda done, _: progress.update(bar, completed=done)


def _as_json(report: PassReport, judged: _Judged, challenges: int) -> dict[str, Any]:
    return {
        **asdict(report),
        "challenges": challenges,
        "problems": {name: _problem(each, report) for name, each in report.tallies.items()},
        "unknown_tasks": judged.unknown,
        "without_packages": judged.requiring,
    }


def _problem(tally: Tally, report: PassReport) -> dict[str, Any]:
    """One challenge's figures; pass@k where enough of its programs were judged."""
    ks = [k for k in report.pass_at if k <= tally.judged]
    return {
        **asdict(tally),
        "pass_at": {k: pass_at_k(tally.judged, tally.accepted, k) for k in ks},
    }


def _show(report: PassReport, judged: _Judged, request: EvaluateRequest, challenges: int) -> None:
    console = Console()
    console.print(
        f"{judged.title}: {len(judged.ids)} programs for {len(report.tallies)} of {challenges} "
        f"challenges of {request.challenges} ({request.split})",
        highlight=False,
    )
    for k, interval in report.pass_at.items():
        console.print(f"pass@{k} {interval}", highlight=False)
    table = Table("verdict", "programs")
    for verdict, count in report.verdicts.items():
        table.add_row(str(verdict), str(count))
    if report.unjudged:
        table.add_row("(not judged: sandbox failure)", str(report.unjudged))
    console.print(table)
    for k, names in report.left_out.items():
        console.print(f"pass@{k} is without {_named(names)}: too few programs were judged.")
    if judged.requiring:
        console.print(f"Left out, since they require packages: {_named(judged.requiring)}.")
    if judged.unknown:
        count = sum(judged.unknown.values())
        console.print(f"{count} samples are for no challenge here: {_named(judged.unknown)}.")


def _named(names: Mapping[str, int] | tuple[str, ...]) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join([*names][:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"
