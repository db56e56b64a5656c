"""The run folder: what every training writes, whatever the algorithm.

config.yaml            every setting
metrics.jsonl          one line for each iteration
records/000012.jsonl   one evaluation a line, of the programs of iteration 12
checkpoints/           see codeeval_gym.trainers.checkpoint
best                   link to the best of them, see codeeval_gym.trainers.retention
trackers.json          what other trackers were told, see codeeval_gym.trainers.reporting
learning_curve.svg     and .png
failed.jsonl           the evaluation that a reward term failed on, if one did
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

from codeeval_gym.errors import ConfigError, RewardError
from codeeval_gym.types import Evaluation, to_json

__all__ = ["Tracker", "read_metrics", "with_record"]


class Tracker:
    """Writes metrics and records; each line is on disk before the next iteration starts.

    Args:
        folder: The run folder; made if it does not exist.
        iterations: How many the run has completed. What an interrupted run wrote after them is
            removed: those iterations are played again.

    Attributes:
        kept: The rows of those that it has completed.
        reported: The last iteration that was ever written here, removed again or not.

    Raises:
        ConfigError: If this is a new run and the folder already holds one.
    """

    def __init__(self, folder: Path, iterations: int) -> None:
        self.folder = folder
        path = folder / "metrics.jsonl"
        if iterations == 0 and path.exists() and path.stat().st_size:
            raise ConfigError(
                f"The folder {str(folder)!r} already holds a run. Give another run_folder, or "
                "resume that run by loading it."
            )
        records = folder / "records"
        records.mkdir(parents=True, exist_ok=True)
        written = read_metrics(folder)
        self.kept = [row for row in written if row["iteration"] <= iterations]
        self.reported = int(max((row["iteration"] for row in written), default=0))
        draft = folder / ".metrics.tmp"  # a kill in between must not lose what was there
        draft.write_text("".join(f"{json.dumps(row)}\n" for row in self.kept), encoding="utf-8")
        draft.replace(path)
        for stale in records.glob("*.jsonl"):
            if stale.stem.isdigit() and int(stale.stem) > iterations:
                stale.unlink()
        # Line buffered: whoever reads along sees whole lines, and a kill loses none.
        self._metrics = path.open("a", encoding="utf-8", buffering=1)

    def metrics(self, row: Mapping[str, float]) -> None:
        """Add one iteration's metrics."""
        self._metrics.write(json.dumps(row) + "\n")

    def sync(self) -> None:
        """Wait until all of it is on disk, before a checkpoint that relies on it."""
        os.fsync(self._metrics.fileno())

    def records(self, iteration: int, evaluations: Iterable[Evaluation]) -> None:
        """Write one iteration's evaluations."""
        path = self.folder / "records" / f"{iteration:06d}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{to_json(evaluation)}\n" for evaluation in evaluations)

    def __enter__(self) -> "Tracker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._metrics.close()


def read_metrics(folder: Path) -> list[dict[str, float]]:
    """The metrics of a run so far, one mapping for each iteration; none if there is no run."""
    path = folder / "metrics.jsonl"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def with_record(error: RewardError, folder: Path) -> RewardError:
    """Keep the evaluation that a reward term failed on, and say where it is.

    Args:
        error: What the reward model raised.
        folder: The run folder; the evaluation becomes a line of its ``failed.jsonl``.

    Returns:
        The error to raise in its place; the same where it holds no evaluation.
    """
    if not isinstance(error.evaluation, Evaluation):
        return error
    path = folder / "failed.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{to_json(error.evaluation)}\n")
    message = f"{error.message} Training has stopped; the evaluation is in {path}."
    return RewardError(message, error.term, error.evaluation)
