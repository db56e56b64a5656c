"""From runs to verdicts: only a positive match is accepted."""

import pytest

from codeeval_gym.evaluation import judging
from codeeval_gym.evaluation.judging import Plan
from codeeval_gym.types import (
    Call,
    CallTest,
    Check,
    Compare,
    ExecutionReport,
    Input,
    Job,
    Outcome,
    Returned,
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


def _job(inputs: tuple[Input, ...]) -> Job:
    return Job("python", {"main.py": "pass"}, inputs)


_CALL = CallTest((1,), 2)
_STDIO = StdioTest("in", "out")
_SCRIPT = ScriptTest("def check(candidate): ...")


def _finished(value: object = None, stdout: str = "", *, answered: bool = True) -> Run:
    returned = Returned(value) if answered else None
    return Run(Outcome.FINISHED, True, exit_code=0, stdout=stdout, returned=returned)


def _judge(test: Test, run: Run) -> TestResult:
    plan = Plan.for_tests(_job, [test], "f")
    return judging.test_report(plan, [[run]], [test], public=1)[0]


@pytest.mark.parametrize(
    ("test", "run", "verdict"),
    [
        (_CALL, _finished(2), Verdict.ACCEPTED),
        (_CALL, _finished(3), Verdict.WRONG_ANSWER),
        (_CALL, _finished(None), Verdict.WRONG_ANSWER),
        (_CALL, _finished(answered=False), Verdict.WRONG_ANSWER),
        (_CALL, _finished(stdout="2", answered=False), Verdict.WRONG_ANSWER),
        (CallTest((1,), None), _finished(None), Verdict.ACCEPTED),
        (CallTest((1,), None), _finished(answered=False), Verdict.WRONG_ANSWER),
        (CallTest((1,), 2, Compare("equal")), _finished(2.0), Verdict.ACCEPTED),
        (_STDIO, _finished(stdout="out\n"), Verdict.ACCEPTED),
        (_STDIO, _finished("out"), Verdict.WRONG_ANSWER),
        (StdioTest("", ""), _finished(answered=False), Verdict.ACCEPTED),
        (_SCRIPT, _finished(True), Verdict.ACCEPTED),
        (_SCRIPT, _finished(1), Verdict.WRONG_ANSWER),
        (_SCRIPT, _finished("PASS"), Verdict.WRONG_ANSWER),
        (_SCRIPT, _finished(False), Verdict.WRONG_ANSWER),
        (_SCRIPT, _finished(answered=False), Verdict.WRONG_ANSWER),
    ],
)
def test_one_test(test: Test, run: Run, verdict: Verdict) -> None:
    result = _judge(test, run)
    assert result.verdict is verdict
    assert (result.error is None) is (verdict is Verdict.ACCEPTED)


_RAISES = CallTest((0,), "ValueError", Compare("raises"))


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (Run(Outcome.RUNTIME_ERROR, raised="ValueError", error="ValueError: 0"), "accepted"),
        (Run(Outcome.MEMORY_LIMIT, raised="ValueError", error="ValueError: 0"), "accepted"),
        (Run(Outcome.RUNTIME_ERROR, raised="KeyError", error="KeyError: 0"), "wrong_answer"),
        (Run(Outcome.RUNTIME_ERROR, error="ValueError: 0"), "runtime_error"),
        (Run(Outcome.TIME_LIMIT, error="ValueError"), "time_limit"),
        (_finished("ValueError"), "wrong_answer"),
        (_finished(None), "wrong_answer"),
        (_finished(answered=False), "wrong_answer"),
    ],
)
def test_a_call_that_has_to_raise(run: Run, verdict: str) -> None:
    result = _judge(_RAISES, run)
    assert result.verdict == verdict
    assert (result.error is None) is (verdict == "accepted")


def test_a_call_that_raised_as_it_had_to_did_not_fail() -> None:
    plan = Plan.for_tests(_job, [_CALL, _RAISES], "f")
    raised = Run(Outcome.RUNTIME_ERROR, raised="ValueError", error="ValueError: 0")
    asked = judging.as_asked(plan, [[_finished(2), raised]], [_CALL, _RAISES])
    assert judging.execution_report(asked).ok
    both = judging.as_asked(plan, [[raised, raised]], [_CALL, _RAISES])
    assert judging.execution_report(both).error == "ValueError: 0"


@pytest.mark.parametrize("outcome", [item for item in Outcome if item is not Outcome.FINISHED])
@pytest.mark.parametrize("test", [_CALL, _STDIO, _SCRIPT], ids=lambda test: type(test).__name__)
def test_a_right_answer_of_a_run_that_failed_is_not_accepted(test: Test, outcome: Outcome) -> None:
    run = Run(outcome, stdout="out", returned=Returned(2), error="why")
    result = _judge(test, run)
    assert result.verdict == Verdict(outcome.value)
    assert (result.got, result.error) == (None, "why")


def test_a_result_keeps_got_and_expected() -> None:
    wrong = _judge(_CALL, _finished(3))
    assert (wrong.got, wrong.expected) == (3, 2)
    assert _judge(_STDIO, _finished(stdout="no")).expected == "out"
    assert _judge(_SCRIPT, _finished(True)).expected is None


def test_usage_belongs_to_a_test_that_had_a_process_of_its_own() -> None:
    run = Run(Outcome.FINISHED, usage=Usage(wall_seconds=1.0))
    assert _judge(_STDIO, run).usage == run.usage
    assert _judge(_CALL, run).usage is None


def test_each_class_of_test_is_one_job_and_order_is_kept() -> None:
    tests: list[Test] = [_CALL, _STDIO, CallTest((5,), 6), _SCRIPT]
    plan = Plan.for_tests(_job, tests, "f")
    assert [job.inputs for job in plan.jobs] == [
        (Call("f", (1,)), Call("f", (5,))),
        (Stdin("in"),),
        (Check(_SCRIPT.code, "f"),),
    ]
    runs = [[_finished(2), _finished(0)], [_finished(stdout="out")], [_finished(True)]]
    report = judging.test_report(plan, runs, tests, public=1)
    assert [item.name for item in report] == ["public/0", "hidden/0", "hidden/1", "hidden/2"]
    assert [item.verdict is Verdict.ACCEPTED for item in report] == [True, True, False, True]
    assert [item.public for item in report] == [True, False, False, False]


def test_a_missing_run_is_our_error_and_no_verdict() -> None:
    plan = Plan.for_tests(_job, [_CALL, _CALL], "f")
    with pytest.raises(ValueError, match="shorter"):
        judging.test_report(plan, [[_finished(2)]], [_CALL, _CALL], public=2)


def test_a_test_that_calls_needs_a_function() -> None:
    with pytest.raises(ValueError, match="need the name of a function"):
        Plan.for_tests(_job, [_CALL], None)


def test_the_execution_is_the_first_run_that_failed() -> None:
    failed = Run(Outcome.TIME_LIMIT, True, stdout="some", error="it reached its time limit")
    report = judging.execution_report([[_finished(1)], [failed, Run(Outcome.FORBIDDEN)]])
    assert (report.outcome, report.error) == (Outcome.TIME_LIMIT, "it reached its time limit")
    assert judging.execution_report([[_finished(1, stdout="hi")]]).stdout == "hi"


@pytest.mark.parametrize("outcome", Outcome)
def test_without_tests_the_outcome_decides(outcome: Outcome) -> None:
    expected = Verdict.ACCEPTED if outcome is Outcome.FINISHED else Verdict(outcome.value)
    assert judging.verdict_of(ExecutionReport(outcome), None) is expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], Verdict.WRONG_ANSWER),
        ([Verdict.ACCEPTED], Verdict.ACCEPTED),
        ([Verdict.ACCEPTED, Verdict.TIME_LIMIT, Verdict.WRONG_ANSWER], Verdict.TIME_LIMIT),
    ],
)
def test_with_tests_the_first_that_failed_decides(
    verdicts: list[Verdict], expected: Verdict
) -> None:
    results = tuple(TestResult(f"public/{n}", True, item) for n, item in enumerate(verdicts))
    execution = ExecutionReport(Outcome.FINISHED)
    assert judging.verdict_of(execution, TestReport(results)) is expected


def test_usage_adds_up_over_processes() -> None:
    shared = Usage(1.0, 0.5, 10.0, 4.0, 2.0, source={"cpu_seconds": "here"})
    own = Usage(2.0, 0.25, 30.0, 1.0, 1.0)
    calls = [Run(Outcome.FINISHED, usage=shared)] * 3
    total = judging.total_usage([calls, [Run(Outcome.FINISHED, usage=own)]])
    assert total == Usage(3.0, 0.75, 30.0, 5.0, 3.0, source={"cpu_seconds": "here"})


def test_a_sum_with_an_unknown_figure_is_unknown() -> None:
    runs = [Run(Outcome.FINISHED, usage=Usage(1.0, 1.0)), Run(Outcome.FINISHED, usage=Usage(1.0))]
    total = judging.total_usage([runs])
    assert (total.wall_seconds, total.cpu_seconds, total.peak_memory_mb) == (2.0, None, None)
