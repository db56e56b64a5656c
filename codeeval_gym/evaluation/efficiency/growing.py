"""How the time and the memory of one program grow with its input."""

import json
import math
from dataclasses import dataclass, replace
from importlib import resources

from codeeval_gym.evaluation.efficiency.counters import CPU, FLOORS, JUMPS
from codeeval_gym.evaluation.efficiency.course import roomy, settled
from codeeval_gym.evaluation.efficiency.drawing import Drawn, draw, finished, idle_program
from codeeval_gym.evaluation.efficiency.growth import fit_growth, larger
from codeeval_gym.evaluation.efficiency.sampling import Sample, Sampler
from codeeval_gym.evaluation.tasks import Task
from codeeval_gym.types import Call, Growth, Job
from codeeval_gym.values import to_tree

__all__ = ["measure_growth"]

_ENOUGH = 5.0
"""Calls are repeated until they cost this many times the counter's floor."""
_MOST_TIMES = 1 << 17
_DRAWN = 3
"""Calls with arguments of their own, each of which is repeated."""
_MOST_BYTES = 600_000
"""Arguments of one job, as text: reading them takes time, too."""
_MOST_SECONDS = 4.0
"""CPU time of one run; sizes at which a program takes longer are left out."""
_LONG_SECONDS = 0.5
"""The longer a run, the less it takes to tell its cost from noise: this long, once is enough."""
_NOISE = {JUMPS: 0.01, CPU: 0.15}
_LEAST_MB = 2.0
_HARNESS = """{repeating}

def _load(text):
    import sys, types
    module = types.ModuleType("program")
    sys.modules["program"] = module
    module.__file__ = "main.py"
    exec(compile(text, "main.py", "exec"), module.__dict__)
    return module.__dict__

_program = _load({text!r})

def codeeval_repeated(name, arguments, times, keep):
    repeated(_program[name], arguments, times, keep)

def codeeval_changes(name, arguments):
    return changes(_program[name], arguments)
"""


@dataclass(frozen=True)
class _Point:
    """Costs at one size, of one call."""

    size: int
    cost: float
    least: float
    """What cannot be told apart from nothing."""
    sample: Sample
    idle: Sample


def measure_growth(
    sampler: Sampler, task: Task, counter: str
) -> tuple[Growth | None, Growth | None]:
    """Measure a right program at each of its challenge's sizes.

    What it says is for a report, and is not paid: a program can tell that it is called repeatedly.

    Args:
        sampler: Where it runs.
        task: The program's, with a scaling.
        counter: What is counted.

    Returns:
        How time grows, and how peak memory grows; ``None`` where fewer than three sizes could be
        measured.

    Raises:
        SandboxError: If the sandbox failed.
    """
    idle = idle_program(task)
    assert task.scaling is not None
    points: list[_Point] = []
    for size in () if idle is None else task.scaling.sizes:
        assert idle is not None
        point = _Measuring(sampler, task, counter, idle, size).point()
        if point is None:
            break
        points.append(point)
    return _time(points, counter), _memory(points)


@dataclass(frozen=True)
class _Measuring:
    """Measures one program at one size."""

    sampler: Sampler
    task: Task
    counter: str
    idle: str
    size: int

    @property
    def outside(self) -> str:
        return CPU if self.counter == JUMPS else self.counter

    def point(self) -> _Point | None:
        """Repeat calls until they take long enough, then measure; ``None`` if that cannot be."""
        times = 1
        while True:
            calls, keep = self._calls(times), False
            if calls is None:
                return None
            once = self._sample(self.task.program, calls, times, keep, runs=1)
            nothing = self._sample(self.idle, calls, times, keep, runs=1)
            if once is None or nothing is None:
                return None
            cost = max(once.outside - nothing.outside, FLOORS[self.outside] / 5)
            more = self._more(times, cost, calls)
            if more <= times:
                return self._settled(calls, times)
            times = more

    def _more(self, times: int, cost: float, calls: Drawn) -> int:
        wanted = _ENOUGH * FLOORS[self.outside]
        if cost >= wanted / 2:
            return times
        most = _MOST_TIMES
        if self.task.language != "python":
            longest = max(len(json.dumps(to_tree(list(call.args)))) for call in calls)
            most = max(1, min(1024, _MOST_BYTES // max(1, longest)))
        return min(most, times * math.ceil(min(16.0, 1.2 * wanted / cost)))

    def _calls(self, times: int) -> Drawn | None:
        count = _DRAWN if self.task.language == "python" else times
        calls = draw(self.sampler, self.task, self.size, count)
        return None if isinstance(calls, str) else calls

    def _settled(self, calls: Drawn, times: int) -> _Point | None:
        keep = self._changes(calls)
        sample = self._sample(self.task.program, calls, times, keep)
        nothing = self._sample(self.idle, calls, times, keep)
        if sample is None or nothing is None:
            return None
        if self.counter == JUMPS:
            counts = [self._jumps(text, calls) for text in (self.task.program, self.idle)]
            if counts[0] is None or counts[1] is None:
                return None
            sample, nothing = replace(sample, jumps=counts[0]), replace(nothing, jumps=counts[1])
        cost = max(0.0, sample.outside - nothing.outside) / times
        least = max(2 * FLOORS[self.outside], nothing.outside) / times
        return _Point(self.size, cost, least, sample, nothing)

    def _changes(self, calls: Drawn) -> bool:
        """Whether calls change their arguments, so that each needs a copy."""
        if self.task.language != "python":
            return False
        asked = tuple(Call("codeeval_changes", (call.function, list(call.args))) for call in calls)
        runs = self.sampler.sandbox.run(self._job(_harness(self.task.program), asked))
        return any(run.returned is None or run.returned.value is not False for run in runs)

    def _sample(
        self, program: str, calls: Drawn, times: int, keep: bool, runs: int | None = None
    ) -> Sample | None:
        job = self._job(program, calls)
        if self.task.language == "python":
            asked = tuple(
                Call("codeeval_repeated", (call.function, list(call.args), times, keep))
                for call in calls
            )
            job = self._job(_harness(program), asked)

        def enough(cost: float, taken: int) -> bool:
            return taken == runs or cost > _LONG_SECONDS or settled(cost, taken)

        found = self.sampler.sample([job], self.outside, finished, enough)
        return None if isinstance(found, str) else found

    def _jumps(self, program: str, calls: Drawn) -> int | None:
        found = self.sampler.jumps(self._job(program, calls), finished)
        return None if isinstance(found, str) else found

    def _job(self, program: str, calls: Drawn) -> Job:
        limits = roomy(replace(self.task.limits, output_kb=64 * 1024), _MOST_SECONDS)
        return replace(self.task, program=program, limits=limits).job(calls)


def _harness(program: str) -> str:
    repeating = (resources.files(__package__) / "repeating.py").read_text("utf-8")
    return _HARNESS.format(repeating=repeating, text=program)


def _time(points: list[_Point], counter: str) -> Growth | None:
    if not points:
        return None
    outside = CPU if counter == JUMPS else counter
    sizes = [point.size for point in points]
    # A constant, so that costs of next to nothing are flat, and not noise around zero.
    start = points[0].least
    costs = [point.cost + start for point in points]
    cpu = fit_growth(sizes, costs, outside, noise=_NOISE[CPU], start=start)
    if counter != JUMPS:
        return cpu
    # Some of what is counted is the reading of arguments: the idle program's grows with them, too.
    fixed = float(min(point.idle.jumps or 0 for point in points))
    counts = [
        float((point.sample.jumps or 0) - (point.idle.jumps or 0)) + fixed for point in points
    ]
    return larger(fit_growth(sizes, counts, JUMPS, noise=_NOISE[JUMPS], start=fixed), cpu)


def _memory(points: list[_Point]) -> Growth | None:
    """Pages are given out in lumps: what is less than two MiB is taken for that."""
    known = [
        (point.size, max(_LEAST_MB, point.sample.peak - point.idle.peak))
        for point in points
        if point.sample.peak is not None and point.idle.peak is not None
    ]
    sizes, costs = [size for size, _ in known], [cost for _, cost in known]
    return fit_growth(sizes, costs, "peak_memory_mb")
