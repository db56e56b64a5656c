"""``codeeval-gym challenges generate``: challenges from a code base."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from codeeval_gym.challenges.generation import Report, Settings, generate
from codeeval_gym.challenges.storage import save, save_jsonl
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.sandboxes import make

__all__ = ["GenerateRequest", "run_generate"]


@dataclass(frozen=True)
class GenerateRequest:
    """What the command line asked for."""

    path: Path
    """The code base."""
    out: Path
    """A folder, or a ``.jsonl`` file, that is written."""
    settings: Settings
    """How challenges are generated."""
    sandbox: str = "nsjail"
    """The backend that everything runs in."""


def run_generate(request: GenerateRequest, *, as_json: bool = False) -> int:
    """Make challenges, save those that pass the gate, and print what was found.

    Beside the output stands ``OUT.report.json`` with what is known of each challenge and why
    everything else was left. Until the run is complete, ``OUT.journal`` holds what is finished; the
    same command goes on from there.

    Args:
        request: What to make.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0, or 1 if nothing was kept.

    Raises:
        FileNotFoundError: If there is no such code base, or no folder to write to.
        NotADirectoryError: If it is a file.
        ValueError: If it is too large, or the output would stand inside it.
        UnknownNameError: If there is no such language.
        SandboxUnavailable: If this machine cannot isolate.
        OSError: If the output cannot be written.
    """
    out = request.out.absolute()
    if out.resolve().is_relative_to(request.path.resolve()):
        raise ValueError(f"{request.out} is inside the code base, where nothing is written.")
    if not out.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {out.parent} to write to.")
    journal = out.with_name(f"{out.name}.journal")
    with make(request.sandbox) as sandbox, _bar() as progress:
        report = generate(
            request.path,
            EvaluationEngine(sandbox),
            sandbox,
            request.settings,
            journal=journal,
            progress=progress,
        )
    _save(report, out)
    journal.unlink(missing_ok=True)
    if as_json:
        json.dump(report.to_dict(records=False), sys.stdout)
        print()
    else:
        _show(report, request.out)
    return 0 if report.kept else 1


def _save(report: Report, out: Path) -> None:
    challenges = [item.challenge for item in report.kept]
    if challenges and out.suffix == ".jsonl":
        save_jsonl(challenges, out)
    elif challenges:
        gate = {"admitted": len(challenges), "left": len(report.skipped)}
        save(challenges, out, name=report.origin.name, gate=gate)
    draft = out.with_name(f".{out.name}.report.draft")
    draft.write_text(json.dumps(report.to_dict(), indent=1) + "\n", "utf-8")
    draft.replace(out.with_name(f"{out.name}.report.json"))


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description:<32.32}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=None)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield tell


def _show(report: Report, out: Path) -> None:
    console = Console()
    origin = report.origin
    table = Table("", "count", title=f"{origin.name} {origin.version} ({origin.licence})".strip())
    table.add_row("found", str(report.found))
    table.add_row("tried", str(report.candidates))
    table.add_row("kept", str(len(report.kept)), end_section=True)
    for reason, count in report.reasons.items():
        table.add_row(reason, str(count))
    console.print(table)
    if report.kept:
        tests = sum(len(item.challenge.tests) for item in report.kept)
        console.print(
            f"{len(report.kept)} challenges with {tests} tests are in {out}; "
            f"median mutation score {report.median_score:.2f}.",
            highlight=False,
        )
