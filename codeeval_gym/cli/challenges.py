"""``codeeval-gym challenges``: look at, check, import and make challenges."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["challenges_app"]

challenges_app = typer.Typer(
    name="challenges",
    help="Look at, check, import and make challenges.",
    no_args_is_help=True,
    add_completion=False,
)


@challenges_app.callback()
def _options() -> None:
    """Look at, check, import and make challenges."""


@challenges_app.command()
def openapi(
    description: Annotated[Path, typer.Argument(help="An OpenAPI 3.0 or 3.1 file, JSON or YAML.")],
    out: Annotated[Path, typer.Option(help="Folder that the challenges are written to.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same challenges.")] = 0,
    drift: Annotated[bool, typer.Option(help="Rename fields and require a header first.")] = True,
    train_allowed: Annotated[
        bool | None, typer.Option(help="May a policy be trained on them? Unknown without this.")
    ] = None,
    mutants: Annotated[int, typer.Option(help="Faulty programs tried for each reference.")] = 40,
    sandbox: Annotated[
        str, typer.Option(help="The backend that judges: nsjail, podman …")
    ] = "nsjail",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make client challenges from an OpenAPI description."""
    from codeeval_gym.cli.challenges_openapi import run_openapi

    code = run_openapi(
        description,
        out,
        seed=seed,
        drift=drift,
        train_allowed=train_allowed,
        mutants=mutants,
        sandbox=sandbox,
        as_json=json,
    )
    raise typer.Exit(code)


@challenges_app.command()
def generate(
    path: Annotated[
        Path, typer.Argument(help="Folder of the code base; nothing is written there.")
    ],
    out: Annotated[Path, typer.Option(help="Folder or .jsonl file that is written.")],
    language: Annotated[
        list[str] | None, typer.Option(help="Only this language; may be given several times.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same challenges.")] = 0,
    limit: Annotated[int | None, typer.Option(help="Only the first so many candidates.")] = None,
    train_allowed: Annotated[
        bool | None, typer.Option(help="May a policy be trained on them? Else the licence says.")
    ] = None,
    sandbox: Annotated[str, typer.Option(help="The backend: nsjail, podman …")] = "nsjail",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make challenges from a code base, with tests that its own code answers."""
    from codeeval_gym.challenges.generation import Settings
    from codeeval_gym.cli.challenges_generate import GenerateRequest, run_generate

    settings = Settings(
        languages=tuple(language or ()), seed=seed, limit=limit, train_allowed=train_allowed
    )
    request = GenerateRequest(path, out, settings, sandbox)
    raise typer.Exit(run_generate(request, as_json=json))


@challenges_app.command(name="import")
def import_(
    name: Annotated[str, typer.Argument(help="The benchmark: humaneval, mbpp, apps …")],
    path: Annotated[str, typer.Argument(help="Its file or folder, or hub.")],
    out: Annotated[Path, typer.Option(help="Folder that is written.")],
    edition: Annotated[str, typer.Option(help="repaired, or upstream as it is.")] = "repaired",
    overlay: Annotated[
        Path | None, typer.Option(help="A YAML file of corrections of your own.")
    ] = None,
    gate: Annotated[
        str, typer.Option(help="none, quick or full: what a challenge has to pass.")
    ] = "none",
    sandbox: Annotated[str, typer.Option(help="The backend: nsjail, podman …")] = "nsjail",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make a dataset of a benchmark's files."""
    from codeeval_gym.cli.challenges_import import ImportRequest, run_import

    request = ImportRequest(name, path, out, edition, overlay, gate, sandbox)
    raise typer.Exit(run_import(request, as_json=json))


@challenges_app.command()
def check(
    spec: Annotated[str, typer.Argument(help="A dataset, e.g. mbpp:PATH, or a benchmark's path.")],
    split: Annotated[str, typer.Option(help="Split of a dataset that has some.")] = "train",
    quick: Annotated[
        bool, typer.Option("--quick", help="Run references once, not ten times.")
    ] = False,
    mutants: Annotated[int, typer.Option(help="Faulty programs to try for each reference.")] = 0,
    duplicates: Annotated[bool, typer.Option(help="Look for near duplicates.")] = True,
    limit: Annotated[int | None, typer.Option(help="Only the first so many challenges.")] = None,
    sandbox: Annotated[str, typer.Option(help="The backend: nsjail, podman …")] = "nsjail",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print what is wrong with the challenges of any data file."""
    from codeeval_gym.cli.challenges_check import CheckRequest, run_check

    request = CheckRequest(spec, split, quick, mutants, duplicates, limit, sandbox)
    raise typer.Exit(run_check(request, as_json=json))


@challenges_app.command(name="list")
def list_(
    challenges: Annotated[
        str, typer.Argument(help="builtin, library, humaneval:PATH, a file or folder …")
    ] = "builtin",
    split: Annotated[str, typer.Option(help="Split of a dataset that has some.")] = "train",
    tier: Annotated[int | None, typer.Option(help="Only this tier, 1 to 5.")] = None,
    category: Annotated[str | None, typer.Option(help="Only this category.")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language.")] = None,
    limit: Annotated[int, typer.Option(help="So many rows at most; 0 shows all.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print how many challenges of each kind there are, and the first of them."""
    from codeeval_gym.cli.challenges_look import ListRequest, run_list

    run_list(ListRequest(challenges, split, tier, category, language, limit), as_json=json)


@challenges_app.command()
def show(
    challenge_id: Annotated[str, typer.Argument(metavar="ID", help="The challenge's id.")],
    challenges: Annotated[
        str, typer.Argument(help="builtin, library, humaneval:PATH, a file or folder …")
    ] = "builtin",
    split: Annotated[str, typer.Option(help="Split of a dataset that has some.")] = "train",
    answers: Annotated[
        bool, typer.Option("--answers", help="Hidden tests and references, too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print one challenge as a policy may see it."""
    from codeeval_gym.cli.challenges_look import run_show

    run_show(challenge_id, challenges, split, answers=answers, json_=json)


@challenges_app.command()
def validate(
    path: Annotated[Path, typer.Argument(help="A file of challenges, or a dataset's folder.")],
    limit: Annotated[int, typer.Option(help="So many faults at most.")] = 100,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check the schema of every challenge; faults name file, line and field. Runs nothing."""
    from codeeval_gym.cli.challenges_validate import run_validate

    raise typer.Exit(run_validate(path, limit=limit, as_json=json))


@challenges_app.command()
def duplicates(
    challenges: Annotated[list[str], typer.Argument(help="One dataset, or several.")],
    split: Annotated[str, typer.Option(help="Split of datasets that have some.")] = "train",
    text: Annotated[
        float, typer.Option(help="Prompts that share so much of their phrases are alike.")
    ] = 0.7,
    behaviour: Annotated[
        bool, typer.Option("--behaviour", help="Run references and compare their answers, too.")
    ] = False,
    across: Annotated[
        bool, typer.Option("--across", help="Only pairs of different datasets.")
    ] = False,
    sandbox: Annotated[str, typer.Option(help="The backend: nsjail, podman …")] = "nsjail",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find challenges that are nearly the same, by text, syntax and behaviour."""
    from codeeval_gym.cli.challenges_duplicates import DuplicatesRequest, run_duplicates

    request = DuplicatesRequest(challenges, split, text, behaviour, across, sandbox)
    run_duplicates(request, as_json=json)
