"""``codeeval-gym doctor``: what this machine can isolate and run, proved claim by claim."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Column, Table

from codeeval_gym.sandboxes import PodmanSandbox, Sandbox, make
from codeeval_gym.sandboxes.language_proofs import LanguageReport, prove_languages
from codeeval_gym.sandboxes.proofs import Proof, prove

__all__ = ["DoctorRequest", "container_runtime", "run_doctor"]

_LEGEND = (
    "script: one reads and prints; call: a function is answered in the language's own types; "
    "refusal: a syntax error is a compile error"
)


@dataclass(frozen=True)
class DoctorRequest:
    """What the command line asked for."""

    backend: str
    """Its name."""
    python: str | None
    """The interpreter that programs run on; ``None`` means the backend's choice."""
    mode: str | None
    """``fast`` or ``strict``; ``None`` means the backend's choice."""


def run_doctor(request: DoctorRequest, *, as_json: bool) -> int:
    """Try every claim of a backend and print what was seen.

    Args:
        request: Which backend, and how it is started.
        as_json: Print one JSON object instead of tables.

    Returns:
        The exit code: 0 if every claim that could be tried holds, else 1. A language whose
        toolchain is missing is no claim.

    Raises:
        SandboxUnavailable: If this machine cannot isolate at all.
        UnknownNameError: If there is no such backend.
        ValueError: If the backend has no such mode.
    """
    asked = {"python": request.python, "mode": request.mode}
    options = {name: value for name, value in asked.items() if value is not None}
    with make(request.backend, **options) as sandbox:
        proofs, reports = _print_json(sandbox) if as_json else _print_tables(sandbox)
    tried = [*proofs, *(proof for report in reports for proof in report.proofs)]
    return 0 if all(proof.holds for proof in tried) else 1


def _print_json(sandbox: Sandbox) -> tuple[list[Proof], list[LanguageReport]]:
    proofs, reports = list(prove(sandbox)), list(prove_languages(sandbox))
    described = {
        **asdict(sandbox.capabilities),
        "runtime": container_runtime(sandbox),
        "proofs": [asdict(proof) for proof in proofs],
        "language_proofs": [asdict(report) for report in reports],
    }
    print(json.dumps(described))
    return proofs, reports


def _print_tables(sandbox: Sandbox) -> tuple[list[Proof], list[LanguageReport]]:
    console = Console(highlight=False)
    console.print(_facts(sandbox))
    proofs = _show_claims(console, prove(sandbox))
    reports = _show_languages(console, prove_languages(sandbox))
    _print_faults(console, reports)
    _print_summary(console, proofs, reports)
    return proofs, reports


def _facts(sandbox: Sandbox) -> Table:
    capabilities, runtime = sandbox.capabilities, container_runtime(sandbox)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("sandbox", escape(capabilities.backend))
    if runtime is not None:
        facts.add_row("container runtime", escape(runtime))
    facts.add_row("launchers run on", escape("; ".join(capabilities.toolchains)))
    facts.add_row("isolation", escape(", ".join(capabilities.isolation)))
    facts.add_row("accounting", escape(capabilities.accounting))
    facts.add_row("workers", str(capabilities.workers))
    return facts


def container_runtime(sandbox: Sandbox) -> str | None:
    """Which runtime starts the containers and why that one; ``None`` without containers."""
    if not isinstance(sandbox, PodmanSandbox):
        return None
    service = sandbox.service
    if service.passed_over:
        return service.chosen  # says what the others said
    return f"{service.chosen}, the one that this podman is set up with"


def _show_claims(console: Console, proofs: Iterator[Proof]) -> list[Proof]:
    table = Table("claim", "holds", "seen")
    shown = []
    with _growing(console, table):
        for proof in proofs:
            table.add_row(proof.claim, _mark(proof), escape(proof.seen))
            shown.append(proof)
    return shown


def _show_languages(console: Console, reports: Iterator[LanguageReport]) -> list[LanguageReport]:
    columns = ("language", Column("found", overflow="fold"), "script", "call", "refusal")
    table = Table(*columns, caption=_LEGEND, caption_justify="left")
    shown = []
    with _growing(console, table):
        for report in reports:
            table.add_row(report.language, _found(report), *_marks(report))
            shown.append(report)
    return shown


@contextlib.contextmanager
def _growing(console: Console, table: Table) -> Iterator[None]:
    """Show a table as it grows; where that cannot be, once it is done."""
    with Live(table, console=console):
        yield
    if not console.is_terminal:
        console.print()  # rich ends the last line on terminals only


def _found(report: LanguageReport) -> str:
    if report.missing is not None:
        return f"[yellow]missing:[/] {escape(report.missing)}"
    return escape(report.toolchain or "")


def _marks(report: LanguageReport) -> list[str]:
    return [_mark(proof) for proof in report.proofs] or ["-"] * 3


def _print_faults(console: Console, reports: Iterable[LanguageReport]) -> None:
    for report in reports:
        for proof in report.proofs:
            if not proof.holds:
                said = f"{report.language}: {proof.claim}: NO: {proof.seen}"
                console.print(said, style="bold red", markup=False)


def _print_summary(console: Console, proofs: list[Proof], reports: list[LanguageReport]) -> None:
    tried = [*proofs, *(proof for report in reports for proof in report.proofs)]
    holding = sum(proof.holds for proof in tried)
    said = f"{holding} of {len(tried)} claims hold on this machine."
    missing = [report.language for report in reports if report.missing is not None]
    if missing:
        said += f" Nothing could be tried in {', '.join(missing)}."
    console.print(said)


def _mark(proof: Proof) -> str:
    return "[green]yes[/]" if proof.holds else "[bold red]NO[/]"
