"""Other trackers than ``metrics.jsonl``: those that accelerate knows, by name.

Nothing is sent anywhere unless a tracker that does so is asked for. A tracker gets every iteration
once. After a stop some iterations are played again: TensorBoard is told to forget the first time,
the others, which cannot forget, are not told the second. ``trackers.json`` in the run folder holds
what is needed for that: the last iteration that was told, and the identity of the run.
"""

import json
import uuid
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from accelerate.tracking import LOGGER_TYPE_TO_CLASS

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.trainers.config import RunConfig

__all__ = ["JSONL", "PROJECT", "Earlier", "Reporting", "check_trackers"]

JSONL = "jsonl"
"""The tracker that is always there; see :mod:`codeeval_gym.trainers.tracker`."""
PROJECT = "codeeval-gym"
"""What runs are filed under."""
_FILE = "trackers.json"


class Earlier(NamedTuple):
    """What the run had reported before it was resumed."""

    rows: Sequence[Mapping[str, float]] = ()
    """The metrics of the iterations that it has completed."""
    reported: int = 0
    """The last iteration that was ever reported; some may be played again."""


class _Opened(NamedTuple):
    """A tracker at work."""

    tracker: Any
    """Of accelerate."""
    after: int
    """The last iteration that it need not be told."""


def check_trackers(names: Iterable[str]) -> None:
    """See, before anything is trained, that every tracker can be had.

    Args:
        names: :data:`JSONL`, or names that accelerate knows, registered ones included.

    Raises:
        UnknownNameError: If nothing has this name; suggests the nearest.
        ConfigError: If the package of one is not installed.
    """
    known = {str(name): tracker for name, tracker in LOGGER_TYPE_TO_CLASS.items()}
    for name in names:
        if name == JSONL:
            continue
        if name not in known:
            raise UnknownNameError("tracker", name, [JSONL, *known])
        # The module of each that accelerate brings is called as the tracker is.
        if known[name].__module__ == "accelerate.tracking" and find_spec(name) is None:
            raise ConfigError(
                f"The tracker {name!r} needs a package that is not installed. Install it with: "
                f"pip install {name.replace('_', '-')}"
            )


class Reporting:
    """Tells each iteration's metrics to the trackers of a run; does nothing if there are none.

    A tracker that fails is left out from then on, with a warning: what it was for is in
    ``metrics.jsonl``, and training goes on.

    Args:
        folder: The run folder.
        config: Of the run; has the trackers' names, and is told to them.
        earlier: Of a run that is resumed.

    Raises:
        UnknownNameError: If nothing has a tracker's name.
        ConfigError: If the package of one is not installed.
    """

    def __init__(self, folder: Path, config: RunConfig, earlier: Earlier) -> None:
        names = [name for name in dict.fromkeys(config.trackers) if name != JSONL]
        check_trackers(names)
        self._file = folder / _FILE
        self._known = self._read()
        self._trackers = {name: self._open(name, folder, config, earlier) for name in names}
        if names:
            self._write()

    def log(self, row: Mapping[str, float]) -> None:
        """Tell one iteration's metrics, under its number."""
        for name in list(self._trackers):
            tracker, after = self._trackers[name]
            if row["iteration"] > after:
                self._attempt(name, partial(tracker.log, _told(row), _step(row)))

    def finish(self) -> None:
        """Let every tracker send what it still holds."""
        for name in list(self._trackers):
            self._attempt(name, self._trackers[name].tracker.finish)

    def _open(self, name: str, folder: Path, config: RunConfig, earlier: Earlier) -> _Opened:
        new = name not in self._known
        mine: dict[str, Any] = self._known.setdefault(name, {"id": uuid.uuid4().hex, "reported": 0})
        done = int(earlier.rows[-1]["iteration"]) if earlier.rows else 0
        options = _options(name, folder, mine["id"], new=new, done=done)
        tracker = LOGGER_TYPE_TO_CLASS[name](PROJECT if name != "tensorboard" else name, **options)
        tracker.start()
        if new:
            tracker.store_init_configuration(_flat(config))
            for row in earlier.rows:  # a tracker that the run did not have before
                tracker.log(_told(row), _step(row))
        if name == "mlflow":  # names its runs itself
            mine["id"] = tracker.tracker.info.run_id
        forgets = new or name == "tensorboard"
        mine["reported"] = done if forgets else max(mine["reported"], earlier.reported)
        return _Opened(tracker, mine["reported"])

    def _attempt(self, name: str, call: Callable[[], Any]) -> None:
        try:
            call()
        except Exception as error:
            del self._trackers[name]
            warnings.warn(
                f"The tracker {name!r} failed and is left out from now on; metrics.jsonl has "
                f"everything: {type(error).__name__}: {error}",
                RuntimeWarning,
                stacklevel=2,
            )

    def _read(self) -> dict[str, Any]:
        if not self._file.is_file():
            return {}
        try:
            known: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ConfigError(f"{self._file} cannot be read: {error}.") from error
        return known

    def _write(self) -> None:
        draft = self._file.with_name(f".{_FILE}.tmp")
        draft.write_text(json.dumps(self._known, indent=2), encoding="utf-8")
        draft.replace(self._file)


def _options(name: str, folder: Path, identity: str, *, new: bool, done: int) -> dict[str, Any]:
    """What each of accelerate's trackers takes so that a resumed run is the same run."""
    run = folder.resolve().name
    if name == "tensorboard":
        # Of what was told of later iterations, TensorBoard shows nothing.
        return {"logging_dir": folder, **({} if new else {"purge_step": done + 1})}
    if name == "wandb":
        return {"name": run, "id": identity, "resume": "allow", "dir": str(folder)}
    if name == "trackio":
        return {"name": f"{run}-{identity[:8]}", "resume": "never" if new else "allow"}
    if name == "mlflow":
        return {"run_name": run, **({} if new else {"run_id": identity})}
    needs_folder = LOGGER_TYPE_TO_CLASS[name].requires_logging_directory
    return {"logging_dir": folder} if needs_folder else {}


def _step(row: Mapping[str, float]) -> int:
    return int(row["iteration"])


def _told(row: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in row.items() if name != "iteration"}


def _flat(config: RunConfig) -> dict[str, str | int | float | bool]:
    """Trackers take plain values only, and ``None`` is none to some."""
    return {
        name: value if isinstance(value, str | int | float | bool) else str(value)
        for name, value in asdict(config).items()
    }
