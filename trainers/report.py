"""Where the figures of each iteration go: files, trackers, and a person's eyes."""

from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.trainers.bounds import Bounds, Counters
from codeeval_gym.trainers.config import RunConfig
from codeeval_gym.trainers.progress import Progress
from codeeval_gym.trainers.reporting import Earlier, Reporting
from codeeval_gym.trainers.rollout import Rollout
from codeeval_gym.trainers.tracker import Tracker

__all__ = ["Report"]


class Report:
    """Writes down and shows what happens; of several processes, the main one alone does.

    Args:
        bounds: What ends training.
        config: Of the run.
        done: How far it has come.
        is_main: False writes and shows nothing.
        progress: False shows nothing.

    Raises:
        ConfigError: If this is a new run and the folder already holds one, or a tracker cannot be
            had.
    """

    def __init__(
        self, bounds: Bounds, config: RunConfig, done: Counters, *, is_main: bool, progress: bool
    ) -> None:
        self.bounds = bounds
        self._config = config
        self._opened = ExitStack()
        self._tracker: Tracker | None = None
        self._reporting: Reporting | None = None
        self._display: Progress | None = None
        if is_main:
            folder = config.folder
            self._tracker = self._opened.enter_context(Tracker(folder, done.iterations))
            earlier = Earlier(self._tracker.kept, self._tracker.reported)
            self._reporting = Reporting(folder, config, earlier)
            self._opened.callback(self._reporting.finish)
            if progress:
                self._display = self._opened.enter_context(Progress())

    def add(self, row: Mapping[str, float], rollout: Rollout, counters: Counters) -> None:
        """Add one iteration.

        Args:
            row: Its metrics.
            rollout: What it collected.
            counters: How far the run is with it.

        Raises:
            UnknownNameError: If there is no metric by which the best checkpoint shall be told.
        """
        if self._tracker is not None:
            self._tracker.metrics(row)
            records = [turn.evaluation for turn in rollout.turns if turn.evaluation is not None]
            self._tracker.records(counters.iterations, records)
        if self._reporting is not None:
            self._reporting.log(row)
        if self._display is not None:
            share = self.bounds.share(counters)
            self._display.update(row, share, counters.seconds * (1 - share) / max(share, 1e-9))
        best = (self._config.keep_best or "").removeprefix("-")
        # The default may not be measured by a trainer that collects nothing.
        if best not in ("", RunConfig.keep_best, *row):
            raise UnknownNameError("metric", best, row)

    def sync(self) -> None:
        """Wait until what was written is on disk."""
        if self._tracker is not None:
            self._tracker.sync()

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, error, trace)
