"""What references answer: found by running them in a sandbox, never here, and kept on disk."""

import gzip
import hashlib
import json
import os
import pkgutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from codeeval_gym.types import Call, Job, Limits, Outcome, Run
from codeeval_gym.values import Plain, from_tree, to_tree

__all__ = ["DEFAULT_RUNNER", "Answer", "Answers", "Asked", "Runner", "cache_folder"]

_LIMITS = Limits(
    wall_seconds=120, cpu_seconds=90, memory_mb=2048, output_kb=16_384, processes=16, disk_mb=16
)
_EDITION = "1"
"""Part of every key: raised when what is kept means something else."""


class Runner(Protocol):
    """What is asked of a sandbox; every ``codeeval_gym.sandboxes.Sandbox`` is one."""

    def run(self, job: Job) -> list[Run]:
        """Execute one job; one run for each input, in order."""

    def close(self) -> None:
        """End it."""


DEFAULT_RUNNER = "codeeval_gym.sandboxes:NsjailSandbox"
"""Named, not imported: this package runs nothing itself and needs none that do, until it has to."""


@dataclass(frozen=True)
class Answer:
    """What a reference did with one call's arguments."""

    value: Plain = None
    """What it returned."""
    error: str | None = None
    """Why it returned nothing; ``None`` if it returned."""


@dataclass(frozen=True)
class Asked:
    """What a reference did with all of them."""

    answers: tuple[Answer, ...]
    """In order."""
    cpu_seconds: float
    """All together."""


def cache_folder() -> Path:
    """Where answers are kept: ``codeeval-gym/answers`` below ``XDG_CACHE_HOME`` or ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "codeeval-gym" / "answers"


class Answers:
    """Asks references, each question once. Thread-safe.

    As a context manager it keeps the sandbox that it had to start until its end; else each question
    that cannot be answered from disk starts one and ends it.

    Args:
        runner: Where they run; ``None`` means :data:`DEFAULT_RUNNER`, started when it has to be.
        folder: Where answers are kept; ``None`` means :func:`cache_folder`.
    """

    def __init__(self, runner: Runner | None = None, folder: Path | None = None) -> None:
        self._given = runner
        self._own: Runner | None = None
        self._users = 0
        self._folder = folder or cache_folder()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        with self._lock:
            self._users += 1
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._users -= 1
            left = self._own if self._users == 0 else None
            if left is not None:
                self._own = None
        if left is not None:
            left.close()

    def of(self, program: str, function: str, arguments: Sequence[tuple[Plain, ...]]) -> Asked:
        """What ``function`` of a Python program does with each of these arguments, in order.

        Raises:
            SandboxUnavailable: If this machine cannot isolate.
            SandboxError: If the sandbox failed.
        """
        asked = {"program": program, "function": function, "arguments": to_tree(list(arguments))}
        text = json.dumps({**asked, "edition": _EDITION}, sort_keys=True)
        file = self._folder / f"{hashlib.sha256(text.encode()).hexdigest()}.json.gz"
        known = _read(file, len(arguments))
        if known is not None:
            return known
        calls = tuple(Call(function, args) for args in arguments)
        runs = self._run(Job("python", {"main.py": program}, calls, _LIMITS))
        cpu = max((run.usage.cpu_seconds or 0.0 for run in runs), default=0.0)
        found = Asked(tuple(map(_answer, runs)), cpu)
        _write(file, found)
        return found

    def _run(self, job: Job) -> list[Run]:
        with self:
            return self._runner().run(job)

    def _runner(self) -> Runner:
        if self._given is not None:
            return self._given
        with self._lock:
            if self._own is None:
                self._own = pkgutil.resolve_name(DEFAULT_RUNNER)()
            own: Runner = self._own
        return own


def _answer(run: Run) -> Answer:
    if run.outcome is not Outcome.FINISHED or run.returned is None:
        return Answer(error=run.error or str(run.outcome))
    return Answer(run.returned.value)


def _read(file: Path, count: int) -> Asked | None:
    """What is kept in a file; ``None`` if it is not there, or no such file."""
    try:
        kept = json.loads(gzip.decompress(file.read_bytes()))
        answers = [Answer(from_tree(item.get("value")), item.get("error")) for item in kept["runs"]]
        asked = Asked(tuple(answers), float(kept["cpu_seconds"]))
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return asked if len(answers) == count else None


def _write(file: Path, asked: Asked) -> None:
    """Keep what was found; where that cannot be, it is found again next time."""
    runs: list[dict[str, Any]] = [
        {"value": to_tree(item.value)} if item.error is None else {"error": item.error}
        for item in asked.answers
    ]
    kept = json.dumps({"runs": runs, "cpu_seconds": asked.cpu_seconds})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(gzip.compress(kept.encode(), mtime=0))
        os.replace(name, file)
    except OSError:
        return
