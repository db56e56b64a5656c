"""Arguments of growing size for a challenge's function, and what the references make of them."""

from collections.abc import Sequence
from dataclasses import replace

from codeeval_gym.challenges.gate.trivial import trivial_programs
from codeeval_gym.evaluation.compare import matches
from codeeval_gym.evaluation.conform import conform
from codeeval_gym.evaluation.efficiency.counters import CPU, JUMPS
from codeeval_gym.evaluation.efficiency.course import Course, roomy, settled
from codeeval_gym.evaluation.efficiency.sampling import Runs, Sample, Sampler
from codeeval_gym.evaluation.programs import assemble
from codeeval_gym.evaluation.tasks import Task
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import Call, CallTest, Compare, Job, Limits, Outcome, Run
from codeeval_gym.values import Plain

__all__ = ["Drawn", "draw", "finished", "idle_program", "scaled_course"]

_CALLS = 3
"""Calls at one size: one alone may be an easy one."""
ENOUGH_SECONDS = 0.1
"""A size is large enough when the slowest reference takes this long, in CPU seconds."""
_MOST_SECONDS = 4.0
_DRAW_LIMITS = Limits(wall_seconds=60.0, cpu_seconds=20.0, memory_mb=1024, output_kb=64)
_OUTPUT_KB = 64 * 1024
_UNCOMPARED = frozenset({"any_of", "root", "raises"})
"""Comparisons for which a reference's answer is not what is expected."""

Drawn = tuple[Call, ...]


def draw(sampler: Sampler, task: Task, size: int, count: int) -> Drawn | str:
    """Draw the arguments of some calls.

    Args:
        sampler: Where the generator runs.
        task: With a scaling and a function.
        size: Of each.
        count: How many calls, each drawn with a seed of its own.

    Returns:
        The calls; one line if the generator gives none.

    Raises:
        SandboxError: If the sandbox failed.
    """
    assert task.scaling is not None
    assert task.function is not None
    files = {languages["python"].main_file: task.scaling.generator}
    inputs = tuple(Call("arguments", (size, seed)) for seed in range(1, count + 1))
    calls = []
    for run in sampler.sandbox.run(Job("python", files, inputs, _DRAW_LIMITS)):
        value = None if run.returned is None else run.returned.value
        if run.outcome is not Outcome.FINISHED or not isinstance(value, list):
            return f"no arguments of size {size}: {run.error or run.outcome}"
        calls.append(Call(task.function, tuple(value)))
    return tuple(calls)


def idle_program(task: Task) -> str | None:
    """A program that takes the challenge's arguments and does nothing; ``None`` if there is none.

    Args:
        task: With its challenge.
    """
    assert task.challenge is not None
    found = trivial_programs(task.challenge, task.language)
    chosen = [name for name in found if name == "default" or name.startswith("constant ")]
    if not chosen:
        return None
    return assemble(task.challenge, found[chosen[0]], task.language)


def scaled_course(sampler: Sampler, task: Task, counter: str) -> Course | None:
    """The course of a challenge that has a generator.

    The size is the first at which the slowest reference takes :data:`ENOUGH_SECONDS`, else the
    largest at which it still ends.

    Args:
        sampler: Where programs run.
        task: Any program's; only its challenge matters.
        counter: What is counted.

    Returns:
        The course; ``None`` if the challenge cannot be measured in this way.

    Raises:
        SandboxError: If the sandbox failed.
    """
    programs, idle = _programs(task), idle_program(task)
    compare = _comparison(task)
    if idle is None or compare is None:
        return None
    try:
        calls = _large_enough(sampler, task, programs[-1])
        if calls is None:
            return None
        return _at(sampler, task, calls, counter, compare, programs, idle)
    except ValueError:  # an argument that the language has no type for
        return None


def _large_enough(sampler: Sampler, task: Task, slowest: str) -> Drawn | None:
    """Calls of the size to measure at; ``None`` if there is none."""
    assert task.scaling is not None
    best: Drawn | None = None
    for size in task.scaling.sizes:
        calls = draw(sampler, task, size, _CALLS)
        if isinstance(calls, str):
            break
        limits = roomy(_wide(task.limits), _MOST_SECONDS)
        job = replace(task, program=slowest, limits=limits).job(calls)
        found = sampler.sample([job], CPU, finished, lambda cost, taken: True)
        if isinstance(found, str):
            break
        best = calls
        if found.outside >= ENOUGH_SECONDS:
            break
    return best


def finished(runs: Runs) -> bool:
    """Whether every call of the one job returned."""
    return all(run.outcome is Outcome.FINISHED and run.returned for run in runs[0])


def _wide(limits: Limits) -> Limits:
    """Answers to large arguments are large."""
    return replace(limits, output_kb=max(limits.output_kb, _OUTPUT_KB))


def _at(
    sampler: Sampler,
    task: Task,
    calls: Drawn,
    counter: str,
    compare: Compare,
    programs: Sequence[str],
    idle: str,
) -> Course | None:
    """The course at one size; ``None`` if a reference fails there."""
    seen: list[Run] = []

    def answered(runs: Runs) -> bool:
        seen[:] = runs[0]
        return finished(runs)

    def jobs(program: str, limits: Limits) -> tuple[Job, ...]:
        return (replace(task, program=program, limits=limits).job(calls),)

    limits = _wide(task.limits)
    most = roomy(limits, _MOST_SECONDS)
    outside = CPU if counter == JUMPS else counter
    first = sampler.sample(jobs(programs[0], most), outside, answered, settled)
    if isinstance(first, str):
        return None
    answers = [run.returned.value for run in seen if run.returned is not None]

    def right(runs: Runs) -> bool:
        return finished(runs) and all(
            _same(run, answer, compare, task.language)
            for run, answer in zip(runs[0], answers, strict=True)
        )

    others = [sampler.sample(jobs(text, most), outside, right, settled) for text in programs[1:]]
    nothing = sampler.sample(jobs(idle, most), outside, finished, settled)
    taken = [first, *(item for item in others if isinstance(item, Sample))]
    if isinstance(nothing, str) or len(taken) < len(programs):
        return None
    if counter == JUMPS:
        counts = [
            sampler.jumps(jobs(text, most)[0], check)
            for text, check in [*((text, right) for text in programs), (idle, finished)]
        ]
        known = [count for count in counts if isinstance(count, int)]
        if len(known) < len(counts):
            return None
        taken = [replace(item, jumps=count) for item, count in zip(taken, known, strict=False)]
        nothing = replace(nothing, jumps=known[-1])
    return Course(counter, jobs, right, limits, nothing, tuple(taken))


def _same(run: Run, answer: Plain, compare: Compare, language: str) -> bool:
    if run.returned is None:
        return False
    return matches(conform(run.returned.value, answer, language), answer, compare)


def _programs(task: Task) -> list[str]:
    """The reference, and the right program that is slower, if there is one."""
    assert task.challenge is not None
    assert task.reference is not None
    assert task.scaling is not None
    slower = task.scaling.slower.get(task.language)
    texts = [task.reference, *([] if slower is None else [slower])]
    return [assemble(task.challenge, text, task.language) for text in texts]


def _comparison(task: Task) -> Compare | None:
    """How answers are compared; ``None`` where no reference's answer says what is right."""
    first = next((test for test in task.tests if isinstance(test, CallTest)), None)
    if first is None or first.compare.kind in _UNCOMPARED:
        return None
    return first.compare
