"""Which checkpoints of a run are kept: the newest ones, and the best.

    run/checkpoints/000040/   after iteration 40
    run/best                  a link to the best of them

How good a checkpoint is, is read from the run's ``metrics.jsonl`` each time, so there is no state
to lose.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["BEST", "WINDOW", "best_of", "checkpoints", "drop_after", "retain"]

BEST = "best"
"""The link's name in the run folder."""
WINDOW = 10
"""Iterations whose mean says how good a checkpoint is: one iteration's pass rate is mostly luck."""


def checkpoints(run_folder: Path) -> list[Path]:
    """The complete checkpoints of a run, by iteration."""
    found = [path.parent for path in run_folder.glob("checkpoints/*/trainer.json")]
    return sorted((path for path in found if path.name.isdigit()), key=lambda path: int(path.name))


def best_of(found: Sequence[Path], rows: Sequence[Mapping[str, float]], metric: str) -> Path | None:
    """The checkpoint of the best metric, averaged over the :data:`WINDOW` iterations up to it.

    Args:
        found: From :func:`checkpoints`.
        rows: From :func:`~codeeval_gym.trainers.tracker.read_metrics`.
        metric: Its name; with a ``-`` before it, the least is the best.

    Returns:
        The best, the newest of equals; ``None`` where the metric was never measured.
    """
    sign, name = (-1.0, metric[1:]) if metric.startswith("-") else (1.0, metric)
    scores: dict[Path, float] = {}
    for path in found:
        end = int(path.name)
        seen = [row[name] for row in rows if end - WINDOW < row["iteration"] <= end and name in row]
        if seen and (score := sign * sum(seen) / len(seen)) == score:  # NaN is no score
            scores[path] = score
    return max(reversed(list(scores)), key=lambda path: scores[path], default=None)


def retain(
    run_folder: Path, keep: int, rows: Sequence[Mapping[str, float]], metric: str | None
) -> None:
    """Point to the best checkpoint, and delete all others but the newest.

    Args:
        run_folder: The run.
        keep: How many of the newest stay.
        rows: Its metrics.
        metric: As for :func:`best_of`; ``None`` keeps no best one.
    """
    found = checkpoints(run_folder)
    best = best_of(found, rows, metric) if metric else None
    if best is not None:
        _point(run_folder / BEST, best)
    for path in found[:-keep]:
        if path != best:
            _delete(path)
    for leftover in run_folder.glob("checkpoints/.*.tmp"):  # of processes that were killed
        shutil.rmtree(leftover)


def drop_after(run_folder: Path, iterations: int) -> None:
    """Delete the checkpoints of later iterations, which are going to be played again."""
    for path in checkpoints(run_folder):
        if int(path.name) > iterations:
            _delete(path)
    link = run_folder / BEST
    if link.is_symlink() and not link.exists():
        link.unlink()


def _point(link: Path, target: Path) -> None:
    """Set a link in one step; relative, so that the run can be moved."""
    draft = link.with_name(f".{link.name}.{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target.relative_to(link.parent))
    draft.replace(link)


def _delete(path: Path) -> None:
    """Take the name away first: what has it is complete, whenever the process is killed."""
    doomed = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    shutil.rmtree(doomed, ignore_errors=True)
    path.rename(doomed)
    shutil.rmtree(doomed)
