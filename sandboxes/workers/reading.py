"""Turns what was seen of a run into :class:`~codeeval_gym.types.Run` records.

Everything on the answer channel may be forged, and gains nothing by it: a record can only carry an
answer, which is right or wrong whoever wrote it, or an admission of failure.
"""

import errno
import json
import signal
from dataclasses import dataclass, field, replace
from typing import Any

from codeeval_gym.sandboxes.languages import ExecutedLanguage
from codeeval_gym.sandboxes.workers.channels import Channel, TreeChannel
from codeeval_gym.sandboxes.workers.supervision import Ending
from codeeval_gym.sandboxes.workers.worker import Worker, WorkerDied
from codeeval_gym.types import Outcome, Returned, Run, Usage
from codeeval_gym.values import PlainDataError

__all__ = ["Reading", "checked_run", "parse_record", "usage_of"]

_LIMITS = {
    "time": (Outcome.TIME_LIMIT, "it reached its time limit"),
    "memory": (Outcome.MEMORY_LIMIT, "it reached its memory limit"),
    "output": (Outcome.OUTPUT_LIMIT, "it wrote more than its output limit"),
    "answers": (Outcome.OUTPUT_LIMIT, "its answers are longer than the limit"),
}
_DISK_ERRORS = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_KINDS = {"module": Outcome.UNKNOWN_MODULE, "memory": Outcome.MEMORY_LIMIT}
"""A language's failures that are outcomes of their own."""
_MAX_TEXT = 300
_UNDEFINED = ("the program defines no ", "the program has no method ")
"""What drivers say of a function that is not there."""


def parse_record(line: bytes) -> dict[str, Any]:
    """One line of the answer channel; an empty dict if it is no record."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


@dataclass
class Reading:
    """One run's ending, read against the rules of the answer channel.

    Args:
        ending: What was seen.
        worker: Where it ran.
        channel: How answers are written.
        precompiled: The program was compiled in a run of its own.
        language: Reads what a runtime says of a failure; ``None`` where the driver says all.

    Raises:
        WorkerDied: If process 1 failed or never reported: our fault, not the program's.
    """

    ending: Ending
    worker: Worker
    channel: Channel = field(default_factory=TreeChannel)
    precompiled: bool = False
    language: ExecutedLanguage | None = None

    def __post_init__(self) -> None:
        self.records = [parse_record(line) for line in self.ending.answers.splitlines()]
        reports = self.ending.reports()
        self.end: dict[str, Any] = reports[-1] if reports else {}
        faults = [report["fault"] for report in reports if "fault" in report]
        if faults and self.ending.limit != "memory":
            raise WorkerDied(f"A run could not be started: {faults[0]}")
        if not self.end and self.ending.limit is None and not self.ending.aborted:
            raise WorkerDied("A run ended without a report.")

    @property
    def compiled(self) -> bool:
        """The program was accepted by the compiler: no program can write before that."""
        said = bool(self.records) and self.records[0].get("compiled") is True
        return self.precompiled or said

    def base(self) -> Run:
        """The run as a whole, without an answer."""
        ending = self.ending
        run = Run(
            outcome=Outcome.FINISHED,
            compiled=self.compiled,
            exit_code=self.end.get("exit"),
            signal=self.end.get("signal"),
            stdout=ending.stdout.decode("utf-8", "surrogateescape"),
            stderr=ending.stderr.decode("utf-8", "surrogateescape"),
            usage=usage_of(ending, self.worker, self.end),
        )
        outcome, error, line = self._failure()
        return replace(run, outcome=outcome, error=error, error_line=line)

    def call_runs(self, count: int) -> list[Run]:
        """One run per call. The n-th answer belongs to the n-th call; what is missing failed."""
        base = self.base()
        void = self.ending.limit not in (None, "time") or base.outcome is Outcome.FORBIDDEN
        loaded = len(self.records) > 1 and self.records[1].get("loaded") is True
        answers = self.records[2 : 2 + count] if loaded and not void else []
        runs = [self._answered(base, record) for record in answers]
        runs = runs[: next((at for at, run in enumerate(runs) if run is None), len(runs))]
        missing = base
        if base.outcome is Outcome.FINISHED:
            text = "it ended before it answered"
            missing = replace(base, outcome=Outcome.RUNTIME_ERROR, error=text)
        given = [run for run in runs if run is not None]
        return given + [missing] * (count - len(given))

    def _failure(self) -> tuple[Outcome, str | None, int | None]:
        if self.ending.limit is not None:
            return (*_LIMITS[self.ending.limit], None)
        number = self.end.get("signal")
        if number == signal.SIGSYS:
            return Outcome.FORBIDDEN, "it made a forbidden system call", None
        failed = next((item["failed"] for item in self.records if "failed" in item), None)
        if failed is not None and self.end.get("exit") != 0:
            return _raised(failed)
        if self.ending.aborted:
            return Outcome.FINISHED, None, None
        if not self.compiled:
            return Outcome.COMPILE_ERROR, f"the compiler ended by {_how(self.end)}", None
        if self.end.get("exit") != 0:
            return self._ended_badly()
        return Outcome.FINISHED, None, None

    def _ended_badly(self) -> tuple[Outcome, str | None, int | None]:
        """It ended by itself, not well: what its runtime says of that, if it does."""
        stderr = self.ending.stderr.decode("utf-8", "replace")
        failure = None if self.language is None else self.language.run_failure(stderr)
        if failure is None:
            return Outcome.RUNTIME_ERROR, f"it ended by {_how(self.end)}", None
        outcome = _KINDS.get(failure.kind, Outcome.RUNTIME_ERROR)
        return outcome, failure.text[:_MAX_TEXT], failure.line

    def _answered(self, base: Run, record: dict[str, Any]) -> Run | None:
        """The run of one call, or ``None`` if the record breaks the channel's rules."""
        if "raised" in record:
            outcome, error, line = _raised(record["raised"])
            raised = _class_raised(record["raised"])
            return replace(base, outcome=outcome, error=error, error_line=line, raised=raised)
        if self.channel.key not in record:
            return None
        try:
            value = self.channel.answer(record[self.channel.key])
        except PlainDataError as problem:
            return replace(base, outcome=Outcome.RUNTIME_ERROR, error=f"its answer: {problem}")
        return replace(
            base, outcome=Outcome.FINISHED, error=None, error_line=None, returned=Returned(value)
        )


def _raised(description: Any) -> tuple[Outcome, str, int | None]:
    """Read a failure that the program's process admits."""
    facts = description if isinstance(description, dict) else {}
    kind, line = facts.get("kind"), facts.get("line")
    text = str(facts.get("text"))[:_MAX_TEXT]
    outcome = Outcome.RUNTIME_ERROR
    if facts.get("stage") == "compile":
        outcome = Outcome.COMPILE_ERROR
    elif kind == "ModuleNotFoundError":
        outcome = Outcome.UNKNOWN_MODULE
    elif kind == "MemoryError":
        outcome = Outcome.MEMORY_LIMIT
    elif facts.get("errno") in _DISK_ERRORS:
        outcome = Outcome.OUTPUT_LIMIT
    return outcome, text, line if type(line) is int else None


def _class_raised(description: Any) -> str | None:
    """The class that a call raised; ``None`` where there was no function to call."""
    facts = description if isinstance(description, dict) else {}
    kind, text = facts.get("kind"), str(facts.get("text"))
    if not isinstance(kind, str) or any(said in text for said in _UNDEFINED):
        return None
    return kind[:_MAX_TEXT]


def _how(end: dict[str, Any]) -> str:
    if end.get("signal") is None:
        return f"exit code {end.get('exit')}"
    try:
        return signal.Signals(end["signal"]).name
    except ValueError:
        return f"signal {end['signal']}"


def checked_run(program: Reading, checker: Reading) -> Run:
    """The run of a :class:`~codeeval_gym.types.Check`: what the test code found.

    Raises:
        ValueError: If the test code itself cannot be loaded.
    """
    base = program.base()
    verdict = checker.records[-1] if checker.records else {}
    failed = verdict.get("failed")
    if isinstance(failed, dict) and failed.get("stage") in ("compile", "load"):
        raise ValueError(f"The test code cannot be loaded: {failed.get('text')}")
    if program.ending.limit is not None:
        return base
    if verdict.get("checked") is True or failed is not None:
        text = None if failed is None else _raised(failed)[1]
        returned = Returned(failed is None)
        return replace(base, outcome=Outcome.FINISHED, returned=returned, error=text)
    if base.outcome is not Outcome.FINISHED:
        return base
    ended = checker.base()
    if ended.outcome is Outcome.FINISHED:
        text = "it ended before it answered"
        return replace(base, outcome=Outcome.RUNTIME_ERROR, error=text)
    return replace(base, outcome=ended.outcome, error=ended.error)


def usage_of(ending: Ending, worker: Worker, end: dict[str, Any]) -> Usage:
    """The run's figures, each with its source."""
    source = {"wall_seconds": "supervisor's monotonic clock, namespaces and fork included"}
    cpu, peak = ending.cpu_seconds, ending.peak_memory_mb
    if worker.group is not None:
        source["cpu_seconds"] = worker.group.cpu_source
        source["peak_memory_mb"] = worker.group.memory_source
    elif end:
        peak = end.get("max_rss_kb", 0) / 1024
        source["cpu_seconds"] = "wait4 of the first process and its children: a lower bound"
        source["peak_memory_mb"] = "ru_maxrss of the largest process: approximate"
    if ending.disk_read_kb is not None:
        text = "/proc/PID/io of process 1 and what it waited for: pipes and tmpfs included"
        source["disk_read_kb"] = source["disk_write_kb"] = text
    return Usage(
        wall_seconds=ending.ended - ending.started,
        cpu_seconds=cpu,
        peak_memory_mb=peak,
        disk_read_kb=ending.disk_read_kb,
        disk_write_kb=ending.disk_write_kb,
        source=source,
    )
