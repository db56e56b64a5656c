"""How the time and the memory of one program grow with its input."""

import json
from dataclasses import dataclass, replace

from codeeval_gym.evaluation.efficiency.counters import CPU, JUMPS
from codeeval_gym.evaluation.efficiency.course import roomy, settled
from codeeval_gym.evaluation.efficiency.drawing import Drawn, draw, idle_program
from codeeval_gym.evaluation.efficiency.growth import fit_growth, larger
from codeeval_gym.evaluation.efficiency.sampling import Runs, Sample, Sampler
from codeeval_gym.evaluation.tasks import Task
from codeeval_gym.types import Growth, Job, Limits, Outcome
from codeeval_gym.values import to_tree

__all__ = ["measure_growth"]

_ENOUGH_SECONDS = 0.02
"""Calls of the smallest size are repeated, each with its own arguments, until they take this."""
_MOST_CALLS = 1024
_MOST_BYTES = 600_000
"""Arguments of one job, as text: reading them takes time, too."""
_MOST_SECONDS = 4.0
"""CPU time of one run; sizes at which a program takes longer are left out."""
_STOP_SECONDS = 1.0
_LONG_SECONDS = 0.5
_NOISE = {JUMPS: 0.01, CPU: 0.08}
_LEAST_MB = 2.0


@dataclass(frozen=True)
class _Point:
    size: int
    sample: Sample
    idle: Sample


def measure_growth(
    sampler: Sampler, task: Task, counter: str
) -> tuple[Growth | None, Growth | None]:
    """Measure a right program at each of its challenge's sizes.

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
    if idle is None:
        return None, None
    points: list[_Point] = []
    count = _calls_per_job(sampler, task, idle, counter)
    for size in task.scaling.sizes if count else ():
        calls = draw(sampler, task, size, count)
        point = (
            None if isinstance(calls, str) else _point(sampler, task, size, calls, idle, counter)
        )
        if point is None:
            break
        points.append(point)
        if (point.sample.usage.cpu_seconds or 0.0) > _STOP_SECONDS and len(points) > 3:
            break
    return _time(points, counter), _memory(points)


def _calls_per_job(sampler: Sampler, task: Task, idle: str, counter: str) -> int:
    """How many calls take long enough at the smallest size, and are short enough at the largest."""
    assert task.scaling is not None
    largest = draw(sampler, task, task.scaling.sizes[-1], 1)
    if isinstance(largest, str):
        return 0
    longest = max(1, len(json.dumps(to_tree(list(largest[0].args)))))
    most = max(1, min(_MOST_CALLS, _MOST_BYTES // longest))
    count = 1
    while count < most:
        calls = draw(sampler, task, task.scaling.sizes[0], count)
        if isinstance(calls, str):
            return 0
        point = _point(sampler, task, task.scaling.sizes[0], calls, idle, counter, once=True)
        if point is None:
            return 0
        if point.sample.outside - point.idle.outside >= _ENOUGH_SECONDS:
            break
        count *= 4
    return min(count, most)


def _point(
    sampler: Sampler,
    task: Task,
    size: int,
    calls: Drawn,
    idle: str,
    counter: str,
    *,
    once: bool = False,
) -> _Point | None:
    limits = roomy(replace(task.limits, output_kb=64 * 1024), _MOST_SECONDS)
    outside = CPU if counter == JUMPS else counter

    def job(program: str, limits: Limits) -> Job:
        return replace(task, program=program, limits=limits).job(calls)

    def enough(cost: float, taken: int) -> bool:
        # The longer a run, the less it takes to tell its cost from noise.
        return once or cost > _LONG_SECONDS or settled(cost, taken)

    samples: list[Sample] = []
    for text in (task.program, idle):
        found = sampler.sample([job(text, limits)], outside, _finished, enough)
        if isinstance(found, Sample) and counter == JUMPS and not once:
            counted = sampler.jumps(job(text, limits), _finished)
            found = counted if isinstance(counted, str) else replace(found, jumps=counted)
        if isinstance(found, str):
            return None
        samples.append(found)
    return _Point(size, *samples)


def _finished(runs: Runs) -> bool:
    return all(run.outcome is Outcome.FINISHED for run in runs[0])


def _time(points: list[_Point], counter: str) -> Growth | None:
    outside = CPU if counter == JUMPS else counter
    sizes = [point.size for point in points]
    if not points:
        return None
    # What reading the arguments takes grows too and is taken off; what starting takes is left in,
    # so that costs of next to nothing are flat, not noise around zero.
    start = min(point.idle.outside for point in points)
    costs = [point.sample.outside - point.idle.outside + start for point in points]
    cpu = fit_growth(sizes, costs, outside, noise=_NOISE[CPU], start=start)
    if counter != JUMPS:
        return cpu
    counts = [float(point.sample.jumps or 0) for point in points]
    start = float(min(point.idle.jumps or 0 for point in points))
    return larger(fit_growth(sizes, counts, JUMPS, noise=_NOISE[JUMPS], start=start), cpu)


def _memory(points: list[_Point]) -> Growth | None:
    """Pages are given out in lumps: what is less than two MiB is taken for that."""
    peaks = [(point.size, point.sample.peak, point.idle.peak) for point in points]
    known = [
        (size, max(_LEAST_MB, peak - idle))
        for size, peak, idle in peaks
        if peak is not None and idle is not None
    ]
    sizes, costs = [size for size, _ in known], [cost for _, cost in known]
    return fit_growth(sizes, costs, "peak_memory_mb")
