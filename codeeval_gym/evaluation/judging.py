"""From runs to verdicts: which jobs a challenge needs, and what their runs mean.

The default is failure: a test is accepted only after a positive match of what came back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from codeeval_gym.evaluation.compare import matches
from codeeval_gym.evaluation.conform import conform
from codeeval_gym.types import (
    Call,
    CallTest,
    Check,
    ExecutionReport,
    Input,
    Job,
    Outcome,
    Run,
    ScriptTest,
    Stdin,
    StdioTest,
    Test,
    TestReport,
    TestResult,
    Usage,
    Verdict,
)
from codeeval_gym.values import Plain

__all__ = [
    "Plan",
    "as_asked",
    "execution_report",
    "expected_of",
    "test_report",
    "total_usage",
    "verdict_of",
]

_VERDICTS = {
    Outcome.COMPILE_ERROR: Verdict.COMPILE_ERROR,
    Outcome.UNKNOWN_MODULE: Verdict.UNKNOWN_MODULE,
    Outcome.RUNTIME_ERROR: Verdict.RUNTIME_ERROR,
    Outcome.TIME_LIMIT: Verdict.TIME_LIMIT,
    Outcome.MEMORY_LIMIT: Verdict.MEMORY_LIMIT,
    Outcome.OUTPUT_LIMIT: Verdict.OUTPUT_LIMIT,
    Outcome.FORBIDDEN: Verdict.FORBIDDEN,
    Outcome.FINISHED: Verdict.ACCEPTED,
}


@dataclass(frozen=True)
class Plan:
    """The jobs that judge one program, and which tests each of them answers."""

    jobs: tuple[Job, ...]
    """At most one for each class of input."""
    places: tuple[tuple[int, ...], ...]
    """For each job, the index of the test that each of its inputs answers."""

    @classmethod
    def for_tests(
        cls,
        make_job: Callable[[tuple[Input, ...]], Job],
        tests: Sequence[Test],
        function: str | None,
    ) -> "Plan":
        """One job for each class of test.

        Args:
            make_job: Makes the program's job for these inputs.
            tests: The tests.
            function: What tests that call call.
        """
        groups: dict[type[Input], list[tuple[int, Input]]] = {}
        for index, test in enumerate(tests):
            item = _input(test, function)
            groups.setdefault(type(item), []).append((index, item))
        jobs = [make_job(tuple(item for _, item in group)) for group in groups.values()]
        places = [tuple(index for index, _ in group) for group in groups.values()]
        return cls(tuple(jobs), tuple(places))


def _input(test: Test, function: str | None) -> Input:
    if isinstance(test, StdioTest):
        return Stdin(test.stdin)
    if function is None:
        raise ValueError("Tests that call need the name of a function the program defines.")
    if isinstance(test, ScriptTest):
        return Check(test.code, function)
    return Call(function, test.args)


def test_report(
    plan: Plan, runs: Sequence[Sequence[Run]], tests: Sequence[Test], public: int
) -> TestReport:
    """Judge every test.

    Args:
        plan: The jobs.
        runs: The runs of each job.
        tests: The tests, public ones first.
        public: How many of them are public.
    """
    run_of = {
        index: run
        for places, job_runs in zip(plan.places, runs, strict=True)
        for index, run in zip(places, job_runs, strict=True)
    }
    results = []
    for index, test in enumerate(tests):
        shown = index < public
        name = f"public/{index}" if shown else f"hidden/{index - public}"
        results.append(_judge(name, shown, test, run_of[index], plan.jobs[0].language))
    return TestReport(tuple(results))


def as_asked(plan: Plan, runs: Sequence[Sequence[Run]], tests: Sequence[Test]) -> list[list[Run]]:
    """The runs, of which a call that had to raise, and did, counts as one that finished.

    Args:
        plan: The jobs.
        runs: The runs of each job.
        tests: The tests.
    """
    return [
        [
            replace(run, outcome=Outcome.FINISHED, error=None, error_line=None)
            if _has_to_raise(tests[index]) and run.raised is not None
            else run
            for index, run in zip(places, job_runs, strict=True)
        ]
        for places, job_runs in zip(plan.places, runs, strict=True)
    ]


def _has_to_raise(test: Test) -> bool:
    return isinstance(test, CallTest) and test.compare.kind == "raises"


def _judge_raising(result: TestResult, test: CallTest, raised: str | None) -> TestResult:
    """Judge a call that has to raise; what it returned instead is no answer, not even a name."""
    if matches(raised, test.expected, test.compare):
        return replace(result, verdict=Verdict.ACCEPTED, got=raised)
    error = "it raised nothing" if raised is None else f"it raised {raised}"
    return replace(result, verdict=Verdict.WRONG_ANSWER, got=raised, error=error)


def _judge(name: str, public: bool, test: Test, run: Run, language: str) -> TestResult:
    expected = expected_of(test)
    usage = None if isinstance(test, CallTest) else run.usage
    if isinstance(test, CallTest) and _has_to_raise(test):
        answered = run.outcome is Outcome.FINISHED and run.returned is not None
        if answered or run.raised is not None:
            failed = TestResult(name, public, Verdict.WRONG_ANSWER, None, expected)
            return _judge_raising(failed, test, run.raised)
    if run.outcome is not Outcome.FINISHED:
        verdict = _VERDICTS[run.outcome]
        return TestResult(name, public, verdict, None, expected, usage, run.error)
    if isinstance(test, StdioTest):
        got, right = run.stdout, matches(run.stdout, test.stdout, test.compare)
    elif run.returned is None:
        return TestResult(
            name, public, Verdict.WRONG_ANSWER, None, expected, usage, error="no answer"
        )
    elif isinstance(test, ScriptTest):
        got, right = None, run.returned.value is True
    else:
        got = conform(run.returned.value, test.expected, language)
        right = matches(got, test.expected, test.compare)
    verdict = Verdict.ACCEPTED if right else Verdict.WRONG_ANSWER
    error = None if right else run.error or "the answer differs"
    return TestResult(name, public, verdict, got, expected, usage, error)


def expected_of(test: Test) -> Plain:
    """The right answer or output; ``None`` where test code decides."""
    if isinstance(test, CallTest):
        return test.expected
    return test.stdout if isinstance(test, StdioTest) else None


def execution_report(runs: Sequence[Sequence[Run]]) -> ExecutionReport:
    """How the program ended: the first run that did not finish, else the first."""
    flat = [run for job_runs in runs for run in job_runs]
    run = next((run for run in flat if run.outcome is not Outcome.FINISHED), flat[0])
    return ExecutionReport(
        outcome=run.outcome,
        exit_code=run.exit_code,
        signal=run.signal,
        stdout=run.stdout,
        stderr=run.stderr,
        error=run.error if run.outcome is not Outcome.FINISHED else None,
        error_line=run.error_line,
        usage=run.usage,
    )


def verdict_of(execution: ExecutionReport, tests: TestReport | None) -> Verdict:
    """The verdict over all parts computed.

    A program with tests is accepted only if there is a test and every one is accepted; without
    tests it is accepted if nothing that was computed failed.
    """
    if tests is None:
        return _VERDICTS[execution.outcome]
    if tests.all_passed:
        return Verdict.ACCEPTED
    failed = (item.verdict for item in tests if item.verdict is not Verdict.ACCEPTED)
    return next(failed, Verdict.WRONG_ANSWER)


def total_usage(runs: Sequence[Sequence[Run]]) -> Usage:
    """The figures of all jobs together: times and bytes add up, the peak is the highest."""
    each: list[Usage] = []
    for job_runs in runs:
        # All calls of a job share one process, and each of its runs carries that one's figures.
        distinct = {id(run.usage): run.usage for run in job_runs}
        each.extend(distinct.values())
    instructions = _sum(item.instructions for item in each)
    peaks = [item.peak_memory_mb for item in each if item.peak_memory_mb is not None]
    return Usage(
        wall_seconds=_sum(item.wall_seconds for item in each),
        cpu_seconds=_sum(item.cpu_seconds for item in each),
        peak_memory_mb=max(peaks, default=None),
        disk_read_kb=_sum(item.disk_read_kb for item in each),
        disk_write_kb=_sum(item.disk_write_kb for item in each),
        instructions=None if instructions is None else int(instructions),
        source=each[0].source if each else {},
    )


def _sum(figures: Iterable[float | None]) -> float | None:
    """The sum, or ``None`` if there is none or one of them is not known."""
    known: list[float] = []
    for figure in figures:
        if figure is None:
            return None
        known.append(figure)
    return sum(known) if known else None
