"""``codeeval-gym rescore`` and ``ablate``: what stored programs earn by other rewards."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from codeeval_gym.analysis.rescoring import (
    Rescored,
    RewardSummary,
    ablations,
    compare,
    record_files,
    rescore,
    summarise,
    write_line,
)
from codeeval_gym.challenges.storage import atomic_file
from codeeval_gym.rewards import RewardModel, make

__all__ = ["run_ablate", "run_rescore"]


def run_rescore(records: Path, rewards: list[str], *, out: Path | None, as_json: bool) -> None:
    """Score records by each of some rewards and print what they make of them.

    Args:
        records: A file or folder of records.
        rewards: As :func:`codeeval_gym.rewards.make` takes them.
        out: Where one JSON line for each record is written, of the only reward; ``None``: nowhere.
        as_json: Print one JSON object instead of a table.

    Raises:
        FileNotFoundError: If there are no records.
        ConfigError: If a record or a reward cannot be.
        ValueError: If ``out`` is given with more than one reward.
    """
    if out is not None and len(rewards) > 1:
        raise ValueError("--out holds what one reward pays: give one --reward.")
    models = {name: make(name) for name in rewards}
    summaries = _summaries(records, models, out)
    _show(summaries, as_json=as_json)


def run_ablate(records: Path, reward: str, *, as_json: bool) -> None:
    """Score records by a reward and by what is left of it without each of its terms.

    Args:
        records: A file or folder of records.
        reward: As :func:`codeeval_gym.rewards.make` takes it.
        as_json: Print one JSON object instead of a table.

    Raises:
        FileNotFoundError: If there are no records.
        ConfigError: If a record or the reward cannot be, or nothing would be left.
    """
    _show(_summaries(records, ablations(make(reward)), None), as_json=as_json)


def _summaries(
    records: Path, models: Mapping[str, RewardModel], out: Path | None
) -> dict[str, RewardSummary]:
    files = record_files(records)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("scoring records", total=None)
        if out is None:
            return compare(
                files, models, on_progress=lambda done: progress.update(bar, completed=done)
            )
        ((name, model),) = models.items()
        scored = _written(rescore(files, model), out)
        return {name: summarise(progress.track(scored, task_id=bar))}


def _written(items: Iterable[Rescored], out: Path) -> Iterator[Rescored]:
    """Pass items on and write them down; the file is there once it is whole."""
    with atomic_file(out) as file:
        for item in items:
            file.write(f"{write_line(item)}\n".encode("ascii"))
            yield item


def _show(summaries: Mapping[str, RewardSummary], *, as_json: bool) -> None:
    if as_json:
        json.dump({name: asdict(item) for name, item in summaries.items()}, sys.stdout)
        print()
        return
    columns = ("reward", "programs", "mean", "spread", "accepted", "others", "silent groups")
    table = Table(*columns, caption=_CAPTION, caption_justify="left")
    for name, item in summaries.items():
        figures = (item.mean, item.spread, item.accepted, item.refused, item.silent)
        table.add_row(name, str(item.programs), *map(_figure, figures))
    console = Console()
    console.print(table)
    terms = Table("reward", "term", "mean", "applies to")
    for name, item in summaries.items():
        for term, found in item.terms.items():
            terms.add_row(name, term, _figure(found.mean), f"{found.applies} of {item.programs}")
    console.print(terms)


_CAPTION = "silent groups: challenges whose programs all earn the same, which teaches nothing"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
