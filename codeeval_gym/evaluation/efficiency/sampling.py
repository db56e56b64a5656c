"""Runs programs to see what they cost: one at a time, several times, the least counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from codeeval_gym.evaluation import judging
from codeeval_gym.evaluation.efficiency import counters
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.languages import languages
from codeeval_gym.types import Call, Job, Outcome, Run, Usage

__all__ = ["MOST_RUNS", "Sample", "Sampler", "drop"]

MOST_RUNS = 7
_DROPS = (0.4, 0.2, 0.12, 0.08, 0.06, 0.05)
"""By how much the least of so many runs may still fall, relatively, on a busy machine."""

Runs = Sequence[Sequence[Run]]


def drop(taken: int) -> float:
    """By how much, relatively, the least of so many runs may still fall."""
    return _DROPS[min(taken, len(_DROPS)) - 1]


@dataclass(frozen=True)
class Sample:
    """What a program cost."""

    outside: float
    """The least of several runs, counted from outside: instructions or CPU seconds."""
    peak: float | None
    """The least peak of memory, in MiB; ``None`` if not known."""
    usage: Usage
    """Of the run with the least cost."""
    jumps: int | None = None
    """Counted inside; ``None`` if not asked for."""


class Sampler:
    """Runs jobs one at a time on a sandbox.

    Args:
        sandbox: Where.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def sample(
        self,
        jobs: Sequence[Job],
        counter: str,
        right: Callable[[Runs], bool],
        enough: Callable[[float, int], bool],
    ) -> Sample | str:
        """Run a program until its cost is known well enough.

        Args:
            jobs: The program, with all it is asked.
            counter: What is counted.
            right: Whether runs are those of a right program.
            enough: Given the least cost of how many runs, whether another cannot matter.

        Returns:
            The sample; one line on what went wrong, if a run was not right.

        Raises:
            SandboxError: If the sandbox failed.
        """
        best: Sample | None = None
        for taken in range(1, MOST_RUNS + 1):
            runs = [self.sandbox.run(job) for job in jobs]
            if not right(runs):
                return _fault(runs)
            usage = judging.total_usage(runs)
            cost = counters.figure(usage, counter)
            if cost is None:
                return "the sandbox did not say what it cost"
            best = _less(best, Sample(cost, usage.peak_memory_mb, usage))
            if enough(best.outside, taken):
                break
        assert best is not None
        return best

    def jumps(self, job: Job, right: Callable[[Runs], bool]) -> int | str:
        """Run a Python program once, and count.

        Args:
            job: With calls.
            right: Whether runs are those of a right program.

        Returns:
            The count; one line on what went wrong.

        Raises:
            SandboxError: If the sandbox failed.
        """
        main = languages[job.language].main_file
        calls = [item for item in job.inputs if isinstance(item, Call)]
        text, asked = counters.monitored(job.files[main], calls)
        runs = self.sandbox.run(replace(job, files={**job.files, main: text}, inputs=asked))
        if any(run.outcome is not Outcome.FINISHED for run in runs):
            return _fault([runs])
        found = counters.read(runs)
        if found is None:
            return "it tampered with the monitor"
        bare, count = found
        return count if right([bare]) else "its answers differ when it is counted"


def _less(best: Sample | None, new: Sample) -> Sample:
    if best is None:
        return new
    peaks = [peak for peak in (best.peak, new.peak) if peak is not None]
    least = new if new.outside < best.outside else best
    return replace(least, peak=min(peaks, default=None))


def _fault(runs: Runs) -> str:
    flat = [run for job_runs in runs for run in job_runs]
    failed = next((run for run in flat if run.outcome is not Outcome.FINISHED), None)
    if failed is None:
        return "its answers differ from the reference's"
    return f"measured, it ended in {failed.outcome}: {failed.error or 'no reason given'}"
