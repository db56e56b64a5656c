"""``codeeval-gym challenges duplicates``: challenges that are nearly the same."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from codeeval_gym.challenges import Dataset, load
from codeeval_gym.challenges.similarity import Duplicate, find_duplicates
from codeeval_gym.evaluation import EvaluationEngine

__all__ = ["DuplicatesRequest", "run_duplicates"]


@dataclass(frozen=True)
class DuplicatesRequest:
    """What the command line asked for."""

    challenges: Sequence[str]
    """Datasets as :func:`codeeval_gym.challenges.load` takes them."""
    split: str
    """Split of those that have some."""
    text: float
    """Prompts that share so much of their phrases are alike."""
    behaviour: bool
    """Run the Python references, too."""
    across: bool
    """Only pairs of challenges of different datasets."""
    sandbox: str
    """The backend that runs them."""


def run_duplicates(request: DuplicatesRequest, *, as_json: bool) -> None:
    """Print pairs of challenges that are nearly the same, within and across datasets.

    Args:
        request: Which datasets, and how to look.
        as_json: Print one JSON object instead of a table.

    Raises:
        ConfigError: If a dataset cannot be read.
        FileNotFoundError: If one is not there.
        UnknownNameError: If a dataset or split is not known.
        ValueError: If two challenges share an id, or ``text`` cannot be.
        SandboxUnavailable: If references are to be run and this machine cannot isolate.
    """
    datasets = [load(spec, split=request.split) for spec in request.challenges]
    found = _find(datasets, request)
    home = {key: number for number, one in enumerate(datasets) for key in one.ids}
    if request.across:
        found = [pair for pair in found if home[pair.first] != home[pair.second]]
    if as_json:
        names = [dataset.name for dataset in datasets]
        print(json.dumps({"datasets": names, "duplicates": [asdict(pair) for pair in found]}))
        return
    console = Console(highlight=False)
    count = sum(map(len, datasets))
    console.print(f"{count} challenges, {len(found)} pairs that are nearly the same")
    if found:
        table = Table("challenge", "is like", "by", "score")
        for pair in found:
            cells = (pair.first, pair.second, pair.evidence, f"{pair.score:.2f}")
            table.add_row(*map(escape, cells))
        console.print(table)


def _find(datasets: Sequence[Dataset], request: DuplicatesRequest) -> list[Duplicate]:
    every = [challenge for dataset in datasets for challenge in dataset]
    if not request.behaviour:
        return list(find_duplicates(every, text=request.text))
    with EvaluationEngine(sandbox=request.sandbox) as engine:
        return list(find_duplicates(every, judge=engine, text=request.text))
