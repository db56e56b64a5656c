"""What programs of one challenge are measured on, and what its references cost there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from codeeval_gym.evaluation.efficiency.counters import CPU, FLOORS, JUMPS
from codeeval_gym.evaluation.efficiency.ladder import FALL_OCTAVES, score, space_of, time_of
from codeeval_gym.evaluation.efficiency.sampling import Runs, Sample, Sampler, drop
from codeeval_gym.types import EfficiencyReport, Job, Limits

__all__ = ["Course", "roomy", "settled"]

_LEAST_SPACE_MB = 4.0
_WALL_FACTOR = 6.0
"""The clock ends only what hangs: a machine with much other work is no reason to."""
_WALL_SECONDS = 5.0
_REFERENCE_RUNS = 3


def roomy(limits: Limits, cpu_seconds: float) -> Limits:
    """Limits for a measured run: so much CPU time, and far more on the clock.

    Args:
        limits: Of the challenge; its memory and the rest stay.
        cpu_seconds: In seconds.
    """
    wall = cpu_seconds * _WALL_FACTOR + _WALL_SECONDS
    return replace(limits, cpu_seconds=cpu_seconds, wall_seconds=wall)


def settled(cost: float, taken: int) -> bool:
    """Enough runs for what is kept and compared with: a reference, an idle program."""
    return taken >= _REFERENCE_RUNS


@dataclass(frozen=True)
class Course:
    """What programs of one challenge are measured on."""

    counter: str
    """What is counted."""
    jobs: Callable[[str, Limits], tuple[Job, ...]]
    """From a program and limits to its jobs."""
    right: Callable[[Runs], bool]
    """Whether the runs are those of a right program."""
    limits: Limits
    """The challenge's."""
    idle: Sample
    """What a program that does nothing costs on it."""
    references: tuple[Sample, ...] = ()
    """What the references cost, in no order."""

    @property
    def outside(self) -> str:
        """What is counted from outside."""
        return CPU if self.counter == JUMPS else self.counter

    @property
    def floor(self) -> float:
        """The least that can be told apart from nothing, in the outside counter's unit."""
        return max(FLOORS[self.outside], self.idle.outside / 2)

    @property
    def least_space(self) -> float:
        """In MiB, what memory cannot be told apart from none."""
        return max(_LEAST_SPACE_MB, (self.idle.peak or 0.0) / 4)

    def cost(self, sample: Sample) -> float:
        """A sample's time in the outside counter's unit, the idle program's taken off."""
        return max(self.floor, sample.outside - self.idle.outside)

    def jumps(self, sample: Sample) -> float:
        """As :meth:`cost`, counted inside."""
        return max(FLOORS[JUMPS], float((sample.jumps or 0) - (self.idle.jumps or 0)))

    def time(self, sample: Sample) -> float:
        """The sample's level; with a monitor, the lower of the two.

        The count comes from the program's own process, and sees nothing of built-in functions, of
        children, or while it was switched off. The CPU time does.
        """
        level = time_of(self.cost(sample), [self.cost(item) for item in self.references])
        if self.counter != JUMPS or sample.jumps is None:
            return level
        inside = time_of(self.jumps(sample), [self.jumps(item) for item in self.references])
        return min(level, inside)

    def space(self, sample: Sample) -> float | None:
        """The sample's memory against that of the fastest reference."""
        fastest = min(self.references, key=lambda item: item.outside)
        peaks = [
            None if item.peak is None or self.idle.peak is None else item.peak - self.idle.peak
            for item in (sample, fastest)
        ]
        return space_of(peaks[0], peaks[1], self.least_space)

    def measure(self, sampler: Sampler, program: str) -> EfficiencyReport:
        """Measure a program that its tests accepted.

        Args:
            sampler: Where it runs.
            program: The whole text.

        Raises:
            SandboxError: If the sandbox failed.
        """
        limits = self._most()
        jobs = self.jobs(program, limits)
        found = sampler.sample(jobs, self.outside, self.right, self._decided)
        if isinstance(found, Sample) and self.counter == JUMPS:
            counted = sampler.jumps(
                replace(jobs[0], limits=roomy(limits, 3 * limits.cpu_seconds)), self.right
            )
            found = counted if isinstance(counted, str) else replace(found, jumps=counted)
        if isinstance(found, str):
            return EfficiencyReport(0.0, counter=self.counter, time=0.0, note=found)
        return self._report(found)

    def _report(self, sample: Sample) -> EfficiencyReport:
        time, space = self.time(sample), self.space(sample)
        cost = self.jumps if self.counter == JUMPS else self.cost
        return EfficiencyReport(
            score=score(time, space),
            usage=sample.usage,
            counter=self.counter,
            cost=cost(sample),
            reference_cost=min(cost(item) for item in self.references),
            time=time,
            space=space,
        )

    def _decided(self, outside: float, taken: int) -> bool:
        """Whether the level stays what it is, however the next run turns out."""
        costs = [self.cost(item) for item in self.references]
        now, least = (
            time_of(max(self.floor, cost - self.idle.outside), costs)
            for cost in (outside, outside * (1 - drop(taken)))
        )
        return now == least

    def _most(self) -> Limits:
        """A program that takes longer is paid nothing in any case."""
        slowest = max(self.cost(item) for item in self.references)
        if self.outside != CPU:
            slowest = max(item.usage.cpu_seconds or 0.0 for item in self.references)
        return roomy(self.limits, (slowest * 2**FALL_OCTAVES + self.floor_seconds) * 1.2)

    @property
    def floor_seconds(self) -> float:
        """CPU seconds that are granted beside what the ladder asks for."""
        return FLOORS[CPU] + 2 * (self.idle.usage.cpu_seconds or 0.0)
