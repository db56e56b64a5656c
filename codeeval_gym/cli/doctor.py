"""``codeeval-gym doctor``: what this machine can isolate, proved claim by claim."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.live import Live
from rich.table import Table

from codeeval_gym.sandboxes import Capabilities, make
from codeeval_gym.sandboxes.proofs import Proof, prove

__all__ = ["run_doctor"]


def run_doctor(backend: str, python: str | None, *, as_json: bool) -> int:
    """Try every claim of a backend and print what was seen.

    Args:
        backend: Its name.
        python: The interpreter that programs run on; ``None`` means the backend's choice.
        as_json: Print one JSON object instead of a table.

    Returns:
        The exit code: 0 if every claim holds, else 1.

    Raises:
        SandboxUnavailable: If this machine cannot isolate at all.
        UnknownNameError: If there is no such backend.
    """
    options = {} if python is None else {"python": python}
    with make(backend, **options) as sandbox:
        capabilities = sandbox.capabilities
        if as_json:
            proofs = list(prove(sandbox))
            print(json.dumps({**asdict(capabilities), "proofs": [asdict(one) for one in proofs]}))
        else:
            proofs = _show(capabilities, prove(sandbox))
    return 0 if all(proof.holds for proof in proofs) else 1


def _show(capabilities: Capabilities, proofs: Iterator[Proof]) -> list[Proof]:
    console = Console()
    facts = Table.grid(padding=(0, 2))
    facts.add_row("sandbox", capabilities.backend)
    facts.add_row("programs run on", "; ".join(capabilities.toolchains))
    facts.add_row("isolation", ", ".join(capabilities.isolation))
    facts.add_row("accounting", capabilities.accounting)
    facts.add_row("workers", str(capabilities.workers))
    console.print(facts)
    table = Table("claim", "holds", "seen")
    shown = []
    with Live(table, console=console):
        for proof in proofs:
            mark = "[green]yes[/]" if proof.holds else "[bold red]NO[/]"
            table.add_row(proof.claim, mark, proof.seen)
            shown.append(proof)
    holding = sum(proof.holds for proof in shown)
    console.print(f"{holding} of {len(shown)} claims hold on this machine.")
    return shown
