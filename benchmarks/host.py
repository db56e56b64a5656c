"""One process for each system, so that none pays for what another has imported or started."""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from benchmarks.systems import SYSTEMS, System, Task, load_tasks

__all__ = ["Host", "Measured", "Probes"]

_RIGHT_TO_EVERYTHING = """\
    class Anything:
        def __eq__(self, other):
            return True
    return Anything()
"""
_EXIT_EARLY = """\
    import os
    os._exit(0)
"""
_WRITE_OUTSIDE = """\
    import os
    os.close(os.open({path!r}, os.O_CREAT | os.O_WRONLY))
"""
_WRONG = "    return None\n"


@dataclass(frozen=True)
class Measured:
    """Some programs, judged by one system."""

    count: int
    """How many programs."""
    seconds: tuple[float, ...]
    """Wall time of each program; empty where they were judged together."""
    wall_seconds: float
    """Wall time of all of them."""
    cpu_seconds: float | None
    """CPU time of all processes; ``None`` where it cannot be had."""
    accepted: int
    """How many were found right: all of them are."""


@dataclass(frozen=True)
class Probes:
    """What one system did with four programs that are not right."""

    accepts_wrong: bool
    """It accepted a program that returns ``None``: it does not judge at all."""
    accepts_equal_to_all: bool
    """It accepted an answer that claims to equal everything."""
    accepts_early_exit: bool
    """It accepted a program that ends with exit code 0 before it answers."""
    writes_outside: bool
    """The program made a file on the machine."""

    @property
    def fooled_by(self) -> str:
        """The cheats that were accepted, in words."""
        cheats = {
            "a wrong answer": self.accepts_wrong,
            "`__eq__`": self.accepts_equal_to_all,
            "early exit 0": self.accepts_early_exit,
        }
        return ", ".join(name for name, accepted in cheats.items() if accepted) or "neither"


class Host:
    """A process that holds one system.

    Args:
        system: Its class, one of :data:`~benchmarks.systems.SYSTEMS`.
        path: HumanEval's file.

    Raises:
        SandboxUnavailable: If the system needs a jail and none can be built.
    """

    def __init__(self, system: type[System], path: str) -> None:
        self.system = system
        self._executor = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        self._ask(_open, SYSTEMS.index(system), path)

    def judge(self, numbers: range) -> Measured:
        """Judge the canonical solutions of these tasks, one at a time."""
        measured: Measured = self._ask(_judge, numbers)
        return measured

    def judge_together(self, numbers: range, at_once: int) -> Measured:
        """Judge the canonical solutions of these tasks, so many at one time."""
        measured: Measured = self._ask(_judge_together, numbers, at_once)
        return measured

    def probe(self) -> Probes:
        """Hand in programs that cheat."""
        probes: Probes = self._ask(_probe)
        return probes

    def close(self) -> None:
        """End the system and its process."""
        self._ask(_close)
        self._executor.shutdown()

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return self._executor.submit(function, *arguments).result()


# What follows runs in the host's process, which holds one system and the tasks.
_held: dict[str, Any] = {}


def _open(number: int, path: str) -> None:
    # As on Linux up to Python 3.13: a child of a spawned process would itself spawn, at 20 times
    # the cost, which nobody who uses these executors pays.
    multiprocessing.set_start_method("fork", force=True)
    _held["tasks"] = load_tasks(path)
    _held["system"] = SYSTEMS[number]()


def _system() -> System:
    system: System = _held["system"]
    return system


def _tasks(numbers: range) -> list[Task]:
    return [_held["tasks"][number] for number in numbers]


def _judge(numbers: range) -> Measured:
    seconds, accepted = [], 0
    cpu, started = _cpu_seconds(), time.perf_counter()
    for task in _tasks(numbers):
        before = time.perf_counter()
        accepted += _system().judge(task, task.solution)
        seconds.append(time.perf_counter() - before)
    wall = time.perf_counter() - started
    return Measured(len(numbers), tuple(seconds), wall, _less(_cpu_seconds(), cpu), accepted)


def _judge_together(numbers: range, at_once: int) -> Measured:
    tasks = _tasks(numbers)
    cpu, started = _cpu_seconds(), time.perf_counter()
    accepted = sum(_system().judge_all(tasks, at_once))
    wall = time.perf_counter() - started
    return Measured(len(numbers), (), wall, _less(_cpu_seconds(), cpu), accepted)


def _probe() -> Probes:
    task, system = _held["tasks"][0], _system()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        path = os.path.join(folder, "outside")
        system.judge(task, _WRITE_OUTSIDE.format(path=path))
        return Probes(
            accepts_wrong=system.judge(task, _WRONG),
            accepts_equal_to_all=system.judge(task, _RIGHT_TO_EVERYTHING),
            accepts_early_exit=system.judge(task, _EXIT_EARLY),
            writes_outside=os.path.exists(path),
        )


def _close() -> None:
    _system().close()


def _cpu_seconds() -> float | None:
    """CPU time of this process, its ended children and what the system knows of beside them."""
    hidden = _system().hidden_cpu_seconds()
    return None if hidden is None else sum(os.times()[:4]) + hidden


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before
