"""The part ``efficiency``: time and space of accepted programs, against the references'."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace

from codeeval_gym.evaluation import judging
from codeeval_gym.evaluation.efficiency.counters import counter_of, figure
from codeeval_gym.evaluation.efficiency.course import Course, settled
from codeeval_gym.evaluation.efficiency.drawing import scaled_course
from codeeval_gym.evaluation.efficiency.growing import measure_growth
from codeeval_gym.evaluation.efficiency.idle import idle_job, processes
from codeeval_gym.evaluation.efficiency.sampling import Runs, Sample, Sampler
from codeeval_gym.evaluation.judging import Plan
from codeeval_gym.evaluation.programs import assemble
from codeeval_gym.evaluation.tasks import Task
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.types import EfficiencyReport, Input, Job, Limits, Outcome, Usage, content_hash

__all__ = ["EfficiencyMeter"]

_UNCOUNTED = "this sandbox does not count what a program takes"
_KEPT = 4096
"""Challenges whose references' costs are kept."""


@dataclass(frozen=True)
class _Idle:
    """An idle program with one input of a class."""

    sample: Sample
    counter: str


class EfficiencyMeter:
    """Measures programs on one sandbox. Thread-safe: one program is measured at a time.

    Args:
        sandbox: Where they run.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sampler = Sampler(sandbox)
        self._lock = threading.Lock()
        self._idle: dict[tuple[str, type[Input]], _Idle | None] = {}
        self._courses: OrderedDict[Hashable, Course | None] = OrderedDict()

    def report(self, task: Task, *, accepted: bool, usage: Usage | None) -> EfficiencyReport:
        """Measure a program.

        Args:
            task: The program's.
            accepted: Whether it passed every test.
            usage: What its tests took.

        Raises:
            SandboxError: If the sandbox failed.
        """
        with self._lock:
            idle = self._idle_of(task)
            if isinstance(idle, str):
                return EfficiencyReport(None, usage, note=idle)
            if task.reference is None:
                cost = _less(usage, idle, task)
                note = f"no reference in {task.language}"
                return EfficiencyReport(None, usage, idle.counter, cost, note=note)
            if not accepted:
                return EfficiencyReport(0.0, usage, time=0.0, note="it is not accepted")
            return self._measured(task, idle, usage)

    def refusal(self, task: Task, why: str) -> EfficiencyReport:
        """The report on a program that was not run at all.

        Args:
            task: The program's.
            why: One line.

        Raises:
            SandboxError: If the sandbox failed.
        """
        found = self.report(task, accepted=False, usage=None)
        return found if found.score is None else replace(found, note=why)

    def _measured(self, task: Task, idle: _Idle, usage: Usage | None) -> EfficiencyReport:
        course = None
        if task.scaling is not None and task.function is not None:
            course = self._course(task, idle, scaled=True)
        if course is not None:
            report = course.measure(self._sampler, task.program)
            if task.growth:
                time, space = measure_growth(self._sampler, task, course.counter)
                report = replace(report, growth=time, memory_growth=space)
            return report
        if _small(usage, idle, task):
            note = "its tests take too little to tell it from the reference"
            cost = _less(usage, idle, task)
            return EfficiencyReport(1.0, usage, idle.counter, cost, time=1.0, note=note)
        course = self._course(task, idle, scaled=False)
        if course is None:
            note = "its references could not be measured"
            return EfficiencyReport(1.0, usage, idle.counter, time=1.0, note=note)
        return course.measure(self._sampler, task.program)

    def _course(self, task: Task, idle: _Idle, *, scaled: bool) -> Course | None:
        key = (scaled, task.language, content_hash(task.challenge), content_hash(task.environment))
        if key not in self._courses:
            build = self._on_sizes if scaled else self._on_tests
            self._courses[key] = build(task, idle)
            while len(self._courses) > _KEPT:
                self._courses.popitem(last=False)
        self._courses.move_to_end(key)
        return self._courses[key]

    def _on_sizes(self, task: Task, idle: _Idle) -> Course | None:
        toolset = self._sampler.sandbox.toolset(task.language)
        counter = counter_of(task.language, toolset, idle.sample.usage, calls=True)
        return scaled_course(self._sampler, task, counter)

    def _on_tests(self, task: Task, idle: _Idle) -> Course | None:
        """The tests' own inputs, for a challenge without a generator."""

        def plan(program: str, limits: Limits) -> Plan:
            return replace(task, program=program, limits=limits).plan()

        def right(runs: Runs) -> bool:
            judged = plan(task.program, task.limits)
            return judging.test_report(judged, runs, task.tests, task.public).all_passed

        def jobs(program: str, limits: Limits) -> tuple[Job, ...]:
            return plan(program, limits).jobs

        sample = _times(idle.sample, processes(task))
        course = Course(idle.counter, jobs, right, task.limits, sample)
        assert task.challenge is not None
        assert task.reference is not None
        text = assemble(task.challenge, task.reference, task.language)
        reference = self._sampler.sample(jobs(text, task.limits), course.outside, right, settled)
        return None if isinstance(reference, str) else replace(course, references=(reference,))

    def _idle_of(self, task: Task) -> _Idle | str:
        """What doing nothing costs, or one line on why nothing can be measured here."""
        if not task.tests:
            return "there are no tests"
        if self._sampler.sandbox.capabilities.accounting == "none":
            return _UNCOUNTED
        kind = type(task.plan().jobs[0].inputs[0])
        key = (task.language, kind)
        if key not in self._idle:
            self._idle[key] = self._measure_idle(task.language, kind)
        return self._idle[key] or _UNCOUNTED

    def _measure_idle(self, language: str, kind: type[Input]) -> _Idle | None:
        sandbox = self._sampler.sandbox
        job = idle_job(language, kind)
        usage = sandbox.run(job)[0].usage
        counter = counter_of(language, sandbox.toolset(language), usage, calls=False)
        if not counter:
            return None
        found = self._sampler.sample([job], counter, _ended, settled)
        return None if isinstance(found, str) else _Idle(found, counter)


def _ended(runs: Runs) -> bool:
    return all(run.outcome is Outcome.FINISHED for run in runs[0])


def _times(sample: Sample, count: int) -> Sample:
    return replace(sample, outside=sample.outside * count)


def _less(usage: Usage | None, idle: _Idle, task: Task) -> float | None:
    cost = None if usage is None else figure(usage, idle.counter)
    return None if cost is None else max(0.0, cost - idle.sample.outside * processes(task))


def _small(usage: Usage | None, idle: _Idle, task: Task) -> bool:
    """Whether time and space are so little that no reference could be told from them."""
    alike = Course(
        idle.counter,
        lambda program, limits: (),
        _ended,
        task.limits,
        _times(idle.sample, processes(task)),
    )
    cost, peak = _less(usage, idle, task), None if usage is None else usage.peak_memory_mb
    if cost is None or cost > alike.floor:
        return False
    return peak is None or peak - (idle.sample.peak or 0.0) <= alike.least_space
